-- Since when the record of a batch that has waited longest was queued, whether the batch passed its task's deadline, and the
-- recipe that answers what of it is not run then (0: none).
ALTER TABLE batch ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN moved_to INTEGER NOT NULL DEFAULT 0;
