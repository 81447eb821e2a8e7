-- What somebody sent again, as one act. done_drop and done_id: how far it got, so that it goes on there after a crash. What was
-- published or rejected becomes new revisions, in a drop of its own (drop_id).
CREATE TABLE rerun (
    id         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    actor      TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    task_id    INTEGER NOT NULL,
    filter     TEXT    NOT NULL,
    records    INTEGER NOT NULL,
    cost_est   INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    last_drop  INTEGER NOT NULL,
    done_drop  INTEGER NOT NULL DEFAULT 0,
    done_id    INTEGER NOT NULL DEFAULT 0,
    n_again    INTEGER NOT NULL DEFAULT 0,
    n_anew     INTEGER NOT NULL DEFAULT 0,
    drop_id    INTEGER,
    done_at    INTEGER
);
CREATE INDEX rerun_open ON rerun (id) WHERE done_at IS NULL;
