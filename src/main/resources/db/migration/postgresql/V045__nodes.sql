-- The processes that work on this ledger: each start is a row, and its number is the owner in all claims.
CREATE TABLE node (
    id          integer PRIMARY KEY,
    name        text COLLATE "C" NOT NULL DEFAULT '',
    version     text COLLATE "C" NOT NULL DEFAULT '',
    -- Tells this start from one of the same number on a copy of the ledger.
    token       text COLLATE "C" NOT NULL,
    -- The number of its mark in the spool.
    incarnation bigint NOT NULL,
    started_at  bigint NOT NULL,
    -- Raised while it lives. Whoever watches it compares counters, never times.
    beat        bigint NOT NULL DEFAULT 0,
    -- For people.
    beat_at     bigint NOT NULL,
    dead        smallint NOT NULL DEFAULT 0,
    ended_at    bigint
) WITH (fillfactor = 50);

CREATE INDEX node_alive ON node (id) WHERE dead = 0;
