-- What a sink gets of a publication where that is not all of it as it is: some of its records, or fields of its own. The other
-- sinks get the publication's content.
CREATE TABLE share (
    pub_id     INTEGER NOT NULL,
    sink       TEXT    NOT NULL,
    members    BLOB    NOT NULL,
    n          INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    fields     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (pub_id, sink)
) WITHOUT ROWID;
