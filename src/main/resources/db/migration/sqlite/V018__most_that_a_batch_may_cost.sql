-- What a batch costs if every answer is as long as it may be; a great number where nothing limits them. Batches under way stand
-- for it when the next one of a task with a budget is to be sent, so that only one can end dearer than it was thought.
ALTER TABLE batch ADD COLUMN cost_most INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET cost_most = cost_est;
