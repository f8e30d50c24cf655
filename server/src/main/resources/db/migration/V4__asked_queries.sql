-- Queries that were asked lately over a range that ended then. New files are read for them before they are asked again.
CREATE TABLE asked_queries (
    account_id BIGINT  NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    -- JSON: text, variables, zone, axis, and the length of its slices.
    query      TEXT    NOT NULL,
    length_ms  BIGINT  NOT NULL,
    asked_at   BIGINT  NOT NULL
);
CREATE INDEX asked_queries_by_account ON asked_queries (account_id);
