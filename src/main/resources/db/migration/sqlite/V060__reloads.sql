-- Somebody wants the files of routes and configuration to be read again.
CREATE TABLE reload (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT NOT NULL,
    why        TEXT NOT NULL,
    -- The one process that is to do it; empty: all.
    process    TEXT NOT NULL
);
-- What one process made of it.
CREATE TABLE reload_turn (
    reload_id  INTEGER NOT NULL,
    process    TEXT NOT NULL,
    name       TEXT NOT NULL,
    began_at   INTEGER NOT NULL,
    ended_at   INTEGER,
    outcome    INTEGER NOT NULL DEFAULT 0,
    down       INTEGER NOT NULL DEFAULT 0,
    said       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (reload_id, process)
) WITHOUT ROWID;
