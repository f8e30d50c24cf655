-- Metadata: who may do what, where lines come in, what is drawn from them.
--
-- Read by SQLite and by PostgreSQL: ids are made by the program, moments are milliseconds since 1970,
-- JSON is text. Every object belongs to an account, and every statement names the account.

-- One row; the ids of accounts, collectors and sources, and the order of dashboards, come from it.
CREATE TABLE next_id (
    value BIGINT NOT NULL
);
INSERT INTO next_id (value) VALUES (1);

CREATE TABLE accounts (
    id             BIGINT       NOT NULL PRIMARY KEY,
    name           VARCHAR(255) NOT NULL,
    retention_days INTEGER      NOT NULL,
    created_at     BIGINT       NOT NULL
);

CREATE TABLE users (
    id            VARCHAR(16)  NOT NULL PRIMARY KEY,
    account_id    BIGINT       NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- In lower case: people do not remember how they wrote it.
    email         VARCHAR(255) NOT NULL UNIQUE,
    name          VARCHAR(255) NOT NULL,
    password_hash VARCHAR(100) NOT NULL,
    created_at    BIGINT       NOT NULL
);
CREATE INDEX users_by_account ON users (account_id);

CREATE TABLE sessions (
    -- SHA-256 of the cookie's token: a copy of this table opens nothing.
    token_hash VARCHAR(64) NOT NULL PRIMARY KEY,
    user_id    VARCHAR(16) NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at BIGINT      NOT NULL,
    expires_at BIGINT      NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE access_keys (
    id          VARCHAR(64)  NOT NULL PRIMARY KEY,
    account_id  BIGINT       NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    user_id     VARCHAR(16)  NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    label       VARCHAR(255) NOT NULL,
    key_hash    VARCHAR(64)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    disabled_at BIGINT
);
CREATE INDEX access_keys_by_account ON access_keys (account_id);
CREATE INDEX access_keys_by_user ON access_keys (user_id);

CREATE TABLE collectors (
    id          BIGINT        NOT NULL PRIMARY KEY,
    account_id  BIGINT        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    name        VARCHAR(128)  NOT NULL,
    description VARCHAR(1024) NOT NULL,
    category    VARCHAR(1024) NOT NULL,
    time_zone   VARCHAR(64)   NOT NULL,
    version     BIGINT        NOT NULL,
    created_at  BIGINT        NOT NULL,
    UNIQUE (account_id, name)
);

CREATE TABLE sources (
    id           BIGINT        NOT NULL PRIMARY KEY,
    account_id   BIGINT        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    collector_id BIGINT        NOT NULL REFERENCES collectors (id) ON DELETE CASCADE,
    name         VARCHAR(128)  NOT NULL,
    description  VARCHAR(1024) NOT NULL,
    -- The secret part of the drain URL. In clear, because the URL is shown again.
    token        VARCHAR(255)  NOT NULL UNIQUE,
    category     VARCHAR(1024) NOT NULL,
    host         VARCHAR(128)  NOT NULL,
    time_zone    VARCHAR(64)   NOT NULL,
    version      BIGINT        NOT NULL,
    created_at   BIGINT        NOT NULL,
    UNIQUE (collector_id, name)
);
CREATE INDEX sources_by_account ON sources (account_id);

CREATE TABLE dashboards (
    id          VARCHAR(64)  NOT NULL PRIMARY KEY,
    account_id  BIGINT       NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    content_id  VARCHAR(16)  NOT NULL UNIQUE,
    -- The app that brought it, null for a user's own. Those of an app are read-only.
    app         VARCHAR(64),
    title       VARCHAR(255) NOT NULL,
    -- The JSON as it was sent, without the ids that the server adds.
    body        TEXT         NOT NULL,
    -- Lists are in the order of creation and continue behind a position.
    position    BIGINT       NOT NULL,
    created_by  VARCHAR(64)  NOT NULL,
    created_at  BIGINT       NOT NULL,
    modified_at BIGINT       NOT NULL
);
CREATE INDEX dashboards_by_account ON dashboards (account_id, position);

CREATE TABLE app_installs (
    account_id   BIGINT      NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    app          VARCHAR(64) NOT NULL,
    version      VARCHAR(32) NOT NULL,
    installed_at BIGINT      NOT NULL,
    PRIMARY KEY (account_id, app)
);
