-- Idempotency keys of management (POST below /api): what was asked for under each, and what was answered.
CREATE TABLE once_key (
    caller     TEXT    NOT NULL,
    idem_key   TEXT    NOT NULL,
    -- SHA-256 of what was asked for.
    request    TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    -- NULL while it is being done.
    status     INTEGER,
    body       TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (caller, idem_key)
) WITHOUT ROWID;
CREATE INDEX once_key_age ON once_key (at);
