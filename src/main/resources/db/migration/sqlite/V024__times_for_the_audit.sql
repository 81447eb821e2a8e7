-- When results were home, when a publication was frozen and when a sink had it: for whoever asks why a field changed. Null for
-- what happened before.
ALTER TABLE batch ADD COLUMN collected_at INTEGER;
ALTER TABLE publication ADD COLUMN sealed_at INTEGER;
ALTER TABLE delivery ADD COLUMN delivered_at INTEGER;
CREATE INDEX rerun_drop ON rerun (drop_id) WHERE drop_id IS NOT NULL;
