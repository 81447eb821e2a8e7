-- A file that its provider refused whole goes again in parts, each a batch of its own, until the records at fault are found.
-- A record waits for the batch of its part on the list; root is the batch that was refused first.
CREATE TABLE part (
    id        INTEGER PRIMARY KEY,
    task_id   INTEGER NOT NULL,
    recipe_id INTEGER NOT NULL,
    root      INTEGER NOT NULL,
    depth     INTEGER NOT NULL
);
CREATE INDEX part_root ON part (root);
ALTER TABLE todo ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
CREATE INDEX todo_part ON todo (part, record_id) WHERE part > 0;
-- The part that a batch holds, and the code that it was refused with.
ALTER TABLE batch ADD COLUMN part INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN refused TEXT;
CREATE INDEX batch_part ON batch (part) WHERE part > 0;
-- Nothing of a cancelled drop is sent from then on; what of it is queued is held.
ALTER TABLE "drop" ADD COLUMN cancel INTEGER NOT NULL DEFAULT 0;
CREATE INDEX drop_cancelled ON "drop" (id) WHERE cancel = 1;
-- 1: not sent as it is; its members go back and are cut anew.
ALTER TABLE batch ADD COLUMN recut INTEGER NOT NULL DEFAULT 0;
-- What somebody asked for on the command line; the process that owns the ledger does it and says what came of it.
CREATE TABLE request (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    kind    INTEGER NOT NULL,
    subject TEXT    NOT NULL,
    value   TEXT    NOT NULL,
    done_at INTEGER,
    answer  TEXT
);
CREATE INDEX request_open ON request (id) WHERE done_at IS NULL;
