-- Files of callers: what they uploaded, and outputs of their submissions (submission_id), whose bytes lie with these.
CREATE TABLE file (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id     TEXT    NOT NULL UNIQUE,
    workspace     TEXT    NOT NULL,
    actor         TEXT    NOT NULL,
    filename      TEXT    NOT NULL,
    purpose       TEXT    NOT NULL,
    path          TEXT    NOT NULL,
    bytes         INTEGER NOT NULL,
    sha256        TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    expires_at    INTEGER,
    submission_id INTEGER
);
CREATE INDEX file_list ON file (workspace, id);
CREATE INDEX file_old ON file (expires_at) WHERE expires_at IS NOT NULL;
CREATE INDEX file_submission ON file (submission_id) WHERE submission_id IS NOT NULL;
