-- What people rejected goes to a sink of its own, in publications that move no record. rejected_upto: the last decision of the
-- task's that was looked at for them.
ALTER TABLE publication ADD COLUMN rejects INTEGER NOT NULL DEFAULT 0;
CREATE INDEX publication_rejects ON publication (task_id) WHERE rejects = 1 AND state < 3;
ALTER TABLE task ADD COLUMN rejected_upto INTEGER NOT NULL DEFAULT 0;

-- Whether results of a drop may be published where its task has a gate: 0 not yet, 1 as the gate says, 2 a person said so.
ALTER TABLE "drop" ADD COLUMN gate INTEGER NOT NULL DEFAULT 0;
CREATE INDEX drop_count_completed ON drop_count (drop_id) WHERE state = 3 AND n > 0;
CREATE INDEX publication_sealed ON publication (task_id, id) WHERE state = 2;
