-- The processes that work on this ledger: each start is a row, and its number is the owner in all claims.
CREATE TABLE node (
    id          INTEGER PRIMARY KEY,
    name        TEXT    NOT NULL DEFAULT '',
    version     TEXT    NOT NULL DEFAULT '',
    -- Tells this start from one of the same number on a copy of the ledger.
    token       TEXT    NOT NULL,
    -- The number of its mark in the spool.
    incarnation INTEGER NOT NULL,
    started_at  INTEGER NOT NULL,
    -- Raised while it lives. Whoever watches it compares counters, never times.
    beat        INTEGER NOT NULL DEFAULT 0,
    -- For people.
    beat_at     INTEGER NOT NULL,
    dead        INTEGER NOT NULL DEFAULT 0,
    ended_at    INTEGER
);
CREATE INDEX node_alive ON node (id) WHERE dead = 0;
