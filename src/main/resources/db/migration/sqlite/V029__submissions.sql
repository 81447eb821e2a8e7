-- What came over HTTP: one accepted body, with one drop for each task that its lines are for.
-- state: 1 open, 2 completed, 3 failed. purge: 0 its files are there, 1 marked, 2 gone.
CREATE TABLE submission (
    id           INTEGER PRIMARY KEY,
    public_id    TEXT    NOT NULL UNIQUE,
    workspace    TEXT    NOT NULL,
    actor        TEXT    NOT NULL,
    idem_key     TEXT,
    body_sha     TEXT    NOT NULL,
    lines        INTEGER NOT NULL,
    bytes        INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    cancelled_at INTEGER,
    ended_at     INTEGER,
    n_ok         INTEGER NOT NULL DEFAULT 0,
    n_failed     INTEGER NOT NULL DEFAULT 0,
    output_path  TEXT,
    output_bytes INTEGER NOT NULL DEFAULT 0,
    output_sha   TEXT,
    owner        INTEGER NOT NULL DEFAULT 0,
    fence        INTEGER NOT NULL DEFAULT 0,
    purge        INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX submission_key ON submission (workspace, idem_key) WHERE idem_key IS NOT NULL;
CREATE INDEX submission_open ON submission (id) WHERE state = 1;

CREATE TABLE submission_drop (
    submission_id INTEGER NOT NULL,
    drop_id       INTEGER NOT NULL UNIQUE,
    operation     TEXT    NOT NULL,
    PRIMARY KEY (submission_id, drop_id)
) WITHOUT ROWID;
