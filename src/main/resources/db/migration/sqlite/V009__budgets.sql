-- What a task may cost. Spent is what its batches cost so far, by the UTC day on which they were sent; reserved is what open
-- batches may still cost, summed up from them whenever it matters.
CREATE TABLE budget (
    task_id   INTEGER PRIMARY KEY,
    micros    INTEGER NOT NULL,
    per_day   INTEGER NOT NULL,
    told_day  INTEGER,
    rests_day INTEGER
);
CREATE TABLE spend (
    task_id   INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    micros    INTEGER NOT NULL,
    PRIMARY KEY (task_id, day)
) WITHOUT ROWID;
ALTER TABLE batch ADD COLUMN day INTEGER;
UPDATE batch SET day = submitted_at / 86400000 WHERE submitted_at IS NOT NULL;
INSERT INTO spend (task_id, day, micros)
    SELECT task_id, coalesce(day, created_at / 86400000) AS d, sum(cost) FROM batch WHERE cost <> 0 GROUP BY task_id, d;
-- Whoever changes what a batch cost changes what its task has spent, in the same transaction.
CREATE TRIGGER batch_cost AFTER UPDATE OF cost ON batch WHEN new.cost <> old.cost
BEGIN
    INSERT INTO spend (task_id, day, micros)
        VALUES (new.task_id, coalesce(new.day, new.created_at / 86400000), new.cost - old.cost)
        ON CONFLICT (task_id, day) DO UPDATE SET micros = micros + excluded.micros;
END;
