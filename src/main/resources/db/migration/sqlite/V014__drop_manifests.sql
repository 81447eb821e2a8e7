-- What was proved of drops at rest: moves counts the moves of a drop's records, proved how many of them its newest manifest
-- holds. mac_key makes the hashes in manifests worth nothing without this ledger.
ALTER TABLE ledger ADD COLUMN mac_key BLOB;
ALTER TABLE "drop" ADD COLUMN moves INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "drop" ADD COLUMN proved INTEGER NOT NULL DEFAULT -1;
CREATE INDEX drop_unproved ON "drop" (id) WHERE proved < moves AND state IN (4, 5);

CREATE TABLE manifest (
    drop_id    INTEGER NOT NULL,
    no         INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    sha256     TEXT    NOT NULL,
    root       TEXT    NOT NULL,
    PRIMARY KEY (drop_id, no)
) WITHOUT ROWID;

-- Files of a drop with their hashes, so that they are read once for all of its manifests.
CREATE TABLE drop_file (
    drop_id    INTEGER NOT NULL,
    path       TEXT    NOT NULL,
    bytes      INTEGER NOT NULL,
    sha256     TEXT    NOT NULL,
    PRIMARY KEY (drop_id, path)
) WITHOUT ROWID;

-- The hash of the file as it was received, where it was rewritten since.
ALTER TABLE result_file ADD COLUMN received TEXT;
