-- The tables that queries look things up in. Their rows are files in the data folder.

CREATE TABLE lookup_tables (
    id           VARCHAR(16)   NOT NULL PRIMARY KEY,
    account_id   BIGINT        NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    path         VARCHAR(512)  NOT NULL,
    -- In lower case: the same path in another letter case is the same table.
    folded_path  VARCHAR(512)  NOT NULL,
    description  VARCHAR(1024) NOT NULL,
    -- JSON: the columns in order, with types, and which of them are the primary key.
    fields       TEXT          NOT NULL,
    -- The name of the file with the rows. Rows change by naming another file.
    content      VARCHAR(64)   NOT NULL,
    row_count    BIGINT        NOT NULL,
    size_bytes   BIGINT        NOT NULL,
    created_at   BIGINT        NOT NULL,
    modified_at  BIGINT        NOT NULL,
    UNIQUE (account_id, folded_path)
);
