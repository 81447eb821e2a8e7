-- What was deleted by age. Of a drop: 0 all is kept, 1 its payloads are being deleted, 2 they are gone, 3 its rows are being
-- deleted, 4 they are gone. Of a batch or publication: 0 its files are kept, 1 they are being deleted, 2 they are gone; 3 of a
-- batch: rows of its members are gone, too.
ALTER TABLE "drop" ADD COLUMN purge INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "drop" ADD COLUMN purged_at INTEGER;
ALTER TABLE batch ADD COLUMN purge INTEGER NOT NULL DEFAULT 0;
ALTER TABLE publication ADD COLUMN purge INTEGER NOT NULL DEFAULT 0;
CREATE INDEX drop_age ON "drop" (task_id, purge, sealed_at) WHERE state IN (4, 5);
CREATE INDEX drop_purging ON "drop" (purge, id) WHERE purge IN (1, 3);

-- Source records erased on request. The id of the source is nowhere but in its record rows until those are erased.
CREATE TABLE erased (
    id          INTEGER PRIMARY KEY,
    task_id     INTEGER NOT NULL,
    source_hash TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    done_at     INTEGER,
    UNIQUE (task_id, source_hash, at)
);
CREATE INDEX erased_open ON erased (id) WHERE done_at IS NULL;

CREATE TABLE erased_record (
    erased_id  INTEGER NOT NULL,
    record_id  INTEGER NOT NULL,
    PRIMARY KEY (erased_id, record_id)
) WITHOUT ROWID;
