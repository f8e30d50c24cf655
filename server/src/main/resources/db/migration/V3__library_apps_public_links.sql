-- The library: folders and what is in them. Dashboards move into it; apps are installed into it.

CREATE TABLE content (
    id          VARCHAR(16)  NOT NULL PRIMARY KEY,
    account_id  BIGINT       NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- Null for the roots: a personal folder has the id of its user, see dev.tailwater.content.Root.
    parent_id   VARCHAR(16)  REFERENCES content (id) ON DELETE CASCADE,
    -- Folder, Dashboard, Search or Report.
    type        VARCHAR(16)  NOT NULL,
    name        VARCHAR(255) NOT NULL,
    description TEXT         NOT NULL,
    -- The id by which the dashboards' own API calls it; null for all other types.
    document_id VARCHAR(64)  UNIQUE,
    -- The characters of the body, so that a library's size is known without reading it.
    size        BIGINT       NOT NULL,
    -- The members of the JSON object as they were sent, without ids; of a folder those that nobody knows.
    body        TEXT         NOT NULL,
    -- The app that brought it, null for a user's own. What an app brought is read-only.
    app         VARCHAR(64),
    -- Lists are in the order of creation and continue behind a position.
    position    BIGINT       NOT NULL,
    created_by  VARCHAR(64)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    modified_by VARCHAR(64)  NOT NULL,
    modified_at BIGINT       NOT NULL
);
CREATE INDEX content_by_parent ON content (parent_id, position);
CREATE INDEX content_by_type ON content (account_id, type, position);

CREATE TABLE content_permissions (
    account_id  BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    content_id  VARCHAR(16) NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    permission  VARCHAR(16) NOT NULL,
    -- user or org.
    source_type VARCHAR(8)  NOT NULL,
    source_id   VARCHAR(16) NOT NULL,
    PRIMARY KEY (content_id, permission, source_type, source_id)
);
CREATE INDEX content_permissions_by_account ON content_permissions (account_id);

-- One row for each app that an account has.
CREATE TABLE app_instances (
    id            VARCHAR(16) NOT NULL PRIMARY KEY,
    account_id    BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    app           VARCHAR(64) NOT NULL,
    version       VARCHAR(32) NOT NULL,
    -- JSON: the parameters as a client sent them, and what they came to mean.
    configuration TEXT        NOT NULL,
    parameters    TEXT        NOT NULL,
    folder_id     VARCHAR(16) NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    -- 1: the account got it by itself and nobody touched it since, so new versions install themselves.
    follows       INTEGER     NOT NULL,
    -- JSON: version, parameters and content before the last upgrade; null when there is nothing to go back to.
    previous      TEXT,
    created_by    VARCHAR(64) NOT NULL,
    created_at    BIGINT      NOT NULL,
    modified_by   VARCHAR(64) NOT NULL,
    modified_at   BIGINT      NOT NULL,
    UNIQUE (account_id, app)
);
CREATE INDEX app_instances_by_folder ON app_instances (folder_id);

-- The apps that an account got by itself once: after an uninstall it does not get them again.
CREATE TABLE app_offers (
    account_id BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    app        VARCHAR(64) NOT NULL,
    PRIMARY KEY (account_id, app)
);

CREATE TABLE public_links (
    -- The secret part of the address. In clear, because the address is shown again.
    token      VARCHAR(64) NOT NULL PRIMARY KEY,
    account_id BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    content_id VARCHAR(16) NOT NULL UNIQUE REFERENCES content (id) ON DELETE CASCADE,
    -- JSON: the range and the values of variables that its viewers see; null: the dashboard's own range.
    time_range TEXT,
    variables  TEXT        NOT NULL,
    created_by VARCHAR(64) NOT NULL,
    created_at BIGINT      NOT NULL
);
CREATE INDEX public_links_by_account ON public_links (account_id);

-- Switches of an account that are not as the program has them.
CREATE TABLE policies (
    account_id BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name       VARCHAR(64) NOT NULL,
    enabled    INTEGER     NOT NULL,
    PRIMARY KEY (account_id, name)
);

-- What there is so far moves. Ids that are not random end with the number of the account.

INSERT INTO content (id, account_id, parent_id, type, name, description, document_id, size, body, app, position, created_by, created_at, modified_by, modified_at)
SELECT u.id, u.account_id, NULL, 'Folder', 'Personal', '', NULL, 0, '', NULL, 0, u.id, u.created_at, u.id, u.created_at
FROM users u;

INSERT INTO content (id, account_id, parent_id, type, name, description, document_id, size, body, app, position, created_by, created_at, modified_by, modified_at)
SELECT 'AA' || substr('00000000000000' || CAST(a.id AS VARCHAR(14)), length(CAST(a.id AS VARCHAR(14))) + 1),
       a.id, NULL, 'Folder', 'Installed Apps', '', NULL, 0, '', NULL, 0, 'app', a.created_at, 'app', a.created_at
FROM accounts a;

INSERT INTO content (id, account_id, parent_id, type, name, description, document_id, size, body, app, position, created_by, created_at, modified_by, modified_at)
SELECT 'AB' || substr('00000000000000' || CAST(i.account_id AS VARCHAR(14)), length(CAST(i.account_id AS VARCHAR(14))) + 1),
       i.account_id,
       'AA' || substr('00000000000000' || CAST(i.account_id AS VARCHAR(14)), length(CAST(i.account_id AS VARCHAR(14))) + 1),
       'Folder', 'Heroku', '', NULL, 0, '', 'heroku', 0, 'app', i.installed_at, 'app', i.installed_at
FROM app_installs i WHERE i.app = 'heroku';

INSERT INTO app_instances (id, account_id, app, version, configuration, parameters, folder_id, follows, previous, created_by, created_at, modified_by, modified_at)
SELECT 'AD' || substr('00000000000000' || CAST(i.account_id AS VARCHAR(14)), length(CAST(i.account_id AS VARCHAR(14))) + 1),
       i.account_id, 'heroku', i.version, '{"_sourceCategory":"heroku"}',
       '{"Logsdatasource":{"field":"_sourceCategory","value":"heroku"}}',
       'AB' || substr('00000000000000' || CAST(i.account_id AS VARCHAR(14)), length(CAST(i.account_id AS VARCHAR(14))) + 1),
       1, NULL, 'app', i.installed_at, 'app', i.installed_at
FROM app_installs i WHERE i.app = 'heroku';

INSERT INTO app_offers (account_id, app) SELECT account_id, app FROM app_installs;

-- Until now dashboards named the access key or the user that made them; now it is the user always.
INSERT INTO content (id, account_id, parent_id, type, name, description, document_id, size, body, app, position, created_by, created_at, modified_by, modified_at)
SELECT d.content_id, d.account_id,
       CASE WHEN d.app IS NOT NULL
            THEN 'AB' || substr('00000000000000' || CAST(d.account_id AS VARCHAR(14)), length(CAST(d.account_id AS VARCHAR(14))) + 1)
            ELSE COALESCE((SELECT k.user_id FROM access_keys k WHERE k.id = d.created_by),
                          (SELECT u.id FROM users u WHERE u.id = d.created_by),
                          (SELECT MIN(u.id) FROM users u WHERE u.account_id = d.account_id)) END,
       'Dashboard', d.title, '', d.id, length(d.body), d.body, d.app, d.position,
       CASE WHEN d.app IS NOT NULL THEN 'app'
            ELSE COALESCE((SELECT k.user_id FROM access_keys k WHERE k.id = d.created_by), d.created_by) END,
       d.created_at,
       CASE WHEN d.app IS NOT NULL THEN 'app'
            ELSE COALESCE((SELECT k.user_id FROM access_keys k WHERE k.id = d.created_by), d.created_by) END,
       d.modified_at
FROM dashboards d;

DROP TABLE dashboards;
DROP TABLE app_installs;
