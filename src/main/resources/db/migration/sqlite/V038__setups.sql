-- Credentials (kind 1) and batch models (kind 2) that were made over HTTP. body: what models.yaml would say under the name, as
-- JSON, without secrets. An id is never used twice: an entry that was deleted and made anew is another one.
CREATE TABLE setup (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    kind       INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    revision   INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    made_by    TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT    NOT NULL,
    UNIQUE (kind, name)
);

-- Secrets of credentials: the name of a variable (reference), or sealed under the key whose id stands in sealed_with.
CREATE TABLE setup_secret (
    setup_id    INTEGER NOT NULL,
    part        TEXT    NOT NULL,
    reference   TEXT,
    sealed      BLOB,
    sealed_with TEXT,
    set_at      INTEGER NOT NULL,
    set_by      TEXT    NOT NULL,
    PRIMARY KEY (setup_id, part)
) WITHOUT ROWID;
