-- Who made a publication, as its key says it: name and epoch of the ledger at that time. A restored or forked ledger sends
-- what was made before under the key that sinks know.
ALTER TABLE publication ADD COLUMN instance TEXT NOT NULL DEFAULT '';
UPDATE publication SET instance =
    (SELECT name || substr('0123456789abcdefghijklmnopqrstuvwxyz', epoch % 36 + 1, 1) FROM ledger WHERE id = 1);
-- Whether it may have gone to its sinks in a time that the ledger has lost.
ALTER TABLE publication ADD COLUMN restored INTEGER NOT NULL DEFAULT 0;
CREATE INDEX publication_restored ON publication (task_id) WHERE restored = 1;
