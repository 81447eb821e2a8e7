-- The economy of these tables is on purpose: a record's state is never indexed. Fresh work is found over chunk, work on
-- single records over todo, what a batch holds over its members, counts over drop_count and the batch's own counters.

CREATE TABLE ledger (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    name       TEXT    NOT NULL,
    epoch      INTEGER NOT NULL,
    owner      INTEGER NOT NULL
);

CREATE TABLE task (
    id         INTEGER PRIMARY KEY,
    name       TEXT    NOT NULL UNIQUE
);

CREATE TABLE recipe (
    id             INTEGER PRIMARY KEY,
    task_id        INTEGER NOT NULL REFERENCES task (id),
    version        INTEGER NOT NULL,
    schema_version INTEGER NOT NULL,
    content_hash   TEXT    NOT NULL,
    model          TEXT    NOT NULL,
    body           TEXT    NOT NULL,
    UNIQUE (task_id, version, model)
);

CREATE TABLE "drop" (
    id          INTEGER PRIMARY KEY,
    task_id     INTEGER NOT NULL REFERENCES task (id),
    zone        TEXT    NOT NULL,
    uri         TEXT    NOT NULL,
    tag         TEXT,
    state       INTEGER NOT NULL,
    spool_path  TEXT,
    bytes       INTEGER NOT NULL DEFAULT 0,
    reason      TEXT,
    rows_read   INTEGER NOT NULL DEFAULT 0,
    refused     INTEGER NOT NULL DEFAULT 0,
    duplicate   INTEGER NOT NULL DEFAULT 0,
    unchanged   INTEGER NOT NULL DEFAULT 0,
    stale       INTEGER NOT NULL DEFAULT 0,
    ck_row      INTEGER NOT NULL DEFAULT 0,
    ck_hash     INTEGER NOT NULL DEFAULT 0,
    owner       INTEGER NOT NULL DEFAULT 0,
    fence       INTEGER NOT NULL DEFAULT 0,
    revised     INTEGER NOT NULL DEFAULT 0,
    sealed_at   INTEGER
);
CREATE INDEX drop_open ON "drop" (state, id) WHERE state < 4;
-- What failed or never arrived may come again under its name.
CREATE UNIQUE INDEX drop_identity ON "drop" (zone, uri, tag) WHERE tag IS NOT NULL AND state < 5;

CREATE TABLE chunk (
    first_id   INTEGER PRIMARY KEY,
    n          INTEGER NOT NULL,
    drop_id    INTEGER NOT NULL,
    task_id    INTEGER NOT NULL,
    segment    TEXT    NOT NULL,
    frame_off  INTEGER NOT NULL,
    taken      INTEGER NOT NULL DEFAULT 0,
    state      INTEGER NOT NULL
);
CREATE INDEX chunk_ready ON chunk (task_id, first_id) WHERE state = 1;
CREATE INDEX chunk_drop ON chunk (drop_id, first_id);

CREATE TABLE record (
    id         INTEGER PRIMARY KEY,
    content    INTEGER NOT NULL,
    res_file   INTEGER,
    res_pos    INTEGER,
    prev_id    INTEGER,
    drop_id    INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    batch_id   INTEGER,
    pub_id     INTEGER,
    tok_in     INTEGER NOT NULL DEFAULT 0,
    tok_cached INTEGER NOT NULL DEFAULT 0,
    tok_out    INTEGER NOT NULL DEFAULT 0,
    tok_reason INTEGER NOT NULL DEFAULT 0,
    cost_u     INTEGER NOT NULL DEFAULT 0,
    task_id    INTEGER NOT NULL,
    recipe_id  INTEGER NOT NULL,
    rev        INTEGER NOT NULL DEFAULT 1,
    state      INTEGER NOT NULL,
    attempt    INTEGER NOT NULL DEFAULT 0,
    tries      INTEGER NOT NULL DEFAULT 0,
    stale      INTEGER NOT NULL DEFAULT 0,
    current    INTEGER NOT NULL DEFAULT 1,
    code       TEXT,
    source_id  TEXT    NOT NULL
);
CREATE UNIQUE INDEX record_current ON record (task_id, source_id) WHERE current = 1;

CREATE TABLE attempt_past (
    record_id  INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    batch_id   INTEGER NOT NULL,
    recipe_id  INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    code       TEXT,
    res_file   INTEGER,
    res_pos    INTEGER,
    tok_in     INTEGER NOT NULL,
    tok_cached INTEGER NOT NULL,
    tok_out    INTEGER NOT NULL,
    tok_reason INTEGER NOT NULL,
    cost_u     INTEGER NOT NULL,
    why        TEXT,
    PRIMARY KEY (record_id, attempt)
) WITHOUT ROWID;

CREATE TABLE todo (
    record_id  INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    due        INTEGER NOT NULL DEFAULT 0,
    since      INTEGER NOT NULL DEFAULT 0,
    detail     TEXT
);
CREATE INDEX todo_next ON todo (task_id, kind, due, record_id);

CREATE TABLE refusal (
    id         INTEGER PRIMARY KEY,
    drop_id    INTEGER NOT NULL,
    line       INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    detail     TEXT    NOT NULL
);
CREATE INDEX refusal_of_drop ON refusal (drop_id, line);

CREATE TABLE batch (
    id              INTEGER PRIMARY KEY,
    task_id         INTEGER NOT NULL,
    recipe_id       INTEGER NOT NULL,
    credential      TEXT    NOT NULL,
    state           INTEGER NOT NULL,
    members         BLOB,
    requests        TEXT,
    bytes           INTEGER NOT NULL DEFAULT 0,
    sha256          TEXT,
    cancel          INTEGER NOT NULL DEFAULT 0,
    provider_status TEXT,
    provider_id     TEXT,
    results         TEXT,
    note            TEXT,
    polls           INTEGER NOT NULL DEFAULT 0,
    n_sent          INTEGER NOT NULL DEFAULT 0,
    n_ok            INTEGER NOT NULL DEFAULT 0,
    n_invalid       INTEGER NOT NULL DEFAULT 0,
    n_error         INTEGER NOT NULL DEFAULT 0,
    n_missing       INTEGER NOT NULL DEFAULT 0,
    n_notrun        INTEGER NOT NULL DEFAULT 0,
    n_surplus       INTEGER NOT NULL DEFAULT 0,
    cost_est        INTEGER NOT NULL DEFAULT 0,
    cost            INTEGER NOT NULL DEFAULT 0,
    unpublished     INTEGER NOT NULL DEFAULT 0,
    owner           INTEGER NOT NULL DEFAULT 0,
    fence           INTEGER NOT NULL DEFAULT 0,
    next_due        INTEGER NOT NULL DEFAULT 0,
    created_at      INTEGER NOT NULL,
    assembled_at    INTEGER,
    submitted_at    INTEGER
);
CREATE INDEX batch_due ON batch (state, next_due) WHERE state < 7;
CREATE INDEX batch_publish ON batch (task_id, id) WHERE unpublished = 1;

CREATE TABLE try (
    batch_id      INTEGER NOT NULL,
    no            INTEGER NOT NULL,
    state         INTEGER NOT NULL,
    token         TEXT    NOT NULL,
    file_id       TEXT,
    file_gone     INTEGER NOT NULL DEFAULT 0,
    provider_time TEXT,
    provider_id   TEXT,
    reason        TEXT,
    PRIMARY KEY (batch_id, no)
) WITHOUT ROWID;

CREATE TABLE result_file (
    batch_id   INTEGER NOT NULL,
    no         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    path       TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    try_no     INTEGER NOT NULL,
    PRIMARY KEY (batch_id, no),
    UNIQUE (batch_id, kind, try_no)
) WITHOUT ROWID;

CREATE TABLE surplus (
    id         INTEGER PRIMARY KEY,
    batch_id   INTEGER NOT NULL,
    record_id  INTEGER NOT NULL,
    attempt    INTEGER NOT NULL,
    code       TEXT    NOT NULL,
    res_file   INTEGER NOT NULL,
    res_pos    INTEGER NOT NULL,
    cost_u     INTEGER NOT NULL,
    UNIQUE (batch_id, res_file, res_pos)
);

CREATE TABLE publication (
    id         INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    members    BLOB    NOT NULL,
    n          INTEGER NOT NULL,
    path       TEXT,
    bytes      INTEGER NOT NULL DEFAULT 0,
    sha256     TEXT
);
CREATE INDEX publication_open ON publication (id) WHERE state = 1;

CREATE TABLE delivery (
    pub_id     INTEGER NOT NULL,
    sink       TEXT    NOT NULL,
    state      INTEGER NOT NULL,
    sends      INTEGER NOT NULL DEFAULT 0,
    due        INTEGER NOT NULL DEFAULT 0,
    owner      INTEGER NOT NULL DEFAULT 0,
    fence      INTEGER NOT NULL DEFAULT 0,
    reason     TEXT,
    PRIMARY KEY (pub_id, sink)
) WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (due, pub_id) WHERE state < 4;

CREATE TABLE drop_count (
    drop_id    INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (drop_id, state)
) WITHOUT ROWID;
CREATE INDEX drop_count_queued ON drop_count (drop_id, n) WHERE state = 1 AND n > 0;
