-- How far each webhook is: of every change up to the cursor it has the notices that it wants. Nothing is sent before due.
-- failing_since: since its first failure after the last notice that it took.
CREATE TABLE webhook (
    name          TEXT    PRIMARY KEY,
    cursor        INTEGER NOT NULL,
    failures      INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    due           INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

-- What is still to be sent to a webhook (state 1), or was given up (2). What it took is deleted.
CREATE TABLE notice (
    id         INTEGER PRIMARY KEY,
    webhook    TEXT    NOT NULL,
    message_id TEXT    NOT NULL UNIQUE,
    body       TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    state      INTEGER NOT NULL DEFAULT 1,
    sends      INTEGER NOT NULL DEFAULT 0,
    first_at   INTEGER,
    due        INTEGER NOT NULL DEFAULT 0,
    reason     TEXT
);
-- The oldest that is due goes first, so that none is passed over for ever.
CREATE INDEX notice_next ON notice (webhook, state, id);
