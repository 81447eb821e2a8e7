-- What stands still because a person said so, and what did: rows that have ended are kept, for the time they took counts in no deadline.
CREATE TABLE pause (
    id         INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    silent     INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    until      INTEGER,
    ended_at   INTEGER
);
CREATE UNIQUE INDEX pause_in_force ON pause (kind, name) WHERE ended_at IS NULL;
CREATE INDEX pause_ended ON pause (ended_at) WHERE ended_at IS NOT NULL;
