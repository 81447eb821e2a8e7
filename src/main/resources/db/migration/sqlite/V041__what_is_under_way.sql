-- Real-time calls that are under way, each with the most that it may cost: it counts against the budget of its task until the
-- call has ended. What a process leaves here when it is killed may have been run, and is told as such by the next one.
CREATE TABLE realtime_hold (
    id         INTEGER PRIMARY KEY,
    task_id    INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    credential TEXT    NOT NULL,
    model      TEXT    NOT NULL,
    micros     INTEGER NOT NULL
);

-- Calls of which nobody knows whether they were run: their answers got lost, or came too late. micros_unknown is the most
-- that they may have cost, and counts against the budget of the task.
ALTER TABLE realtime_cost ADD COLUMN unknown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE realtime_cost ADD COLUMN micros_unknown INTEGER NOT NULL DEFAULT 0;

-- When the writing of its outputs began; null while something of it moves.
ALTER TABLE submission ADD COLUMN finalizing_at INTEGER;
