-- What answers cost beside their price, by day, task and model: attempts that were asked again, and what people did.
CREATE TABLE effort (
    day     INTEGER NOT NULL,
    task_id INTEGER NOT NULL,
    model   TEXT NOT NULL,
    -- Asked again because the attempt 1 failed, 2 broke a rule, 3 did not please a person, 4 was held, 5 was not run,
    -- 6 by a rerun, 7 after the ledger was restored; 8 decisions. 0 (task 0): the first day on which this was counted.
    kind    INTEGER NOT NULL,
    shard   INTEGER NOT NULL DEFAULT 0,
    n       INTEGER NOT NULL,
    -- What those attempts had cost. The time that decisions took.
    micros  INTEGER NOT NULL DEFAULT 0,
    millis  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (day, task_id, model, kind, shard)
) WITHOUT ROWID;

-- What earlier attempts say of themselves. Those of drops whose rows are deleted by age are not known any more.
INSERT INTO effort (day, task_id, model, kind, n, micros)
SELECT coalesce(b.day, b.created_at / 86400000), b.task_id, b.model,
       CASE WHEN p.why LIKE '%rerun % by %: %' THEN 6 WHEN p.code = 'restored' THEN 7
            WHEN p.state = 5 THEN 1 WHEN p.state = 4 THEN 2 WHEN p.state = 6 THEN 3 WHEN p.state = 7 THEN 4 ELSE 5 END AS kind,
       count(*), sum(p.cost_u)
FROM attempt_past p JOIN batch b ON b.id = p.batch_id
GROUP BY coalesce(b.day, b.created_at / 86400000), b.task_id, b.model, kind;

INSERT INTO effort (day, task_id, model, kind, n)
SELECT CAST(strftime('%s', 'now') AS INTEGER) / 86400, 0, '', 0, 1 WHERE EXISTS (SELECT 1 FROM batch);

-- When its holder opened an item, and for how long that claim was. What a decision took, in milliseconds.
ALTER TABLE todo ADD COLUMN opened_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE todo ADD COLUMN opened_for INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN took INTEGER;

-- Whether the answers are counted in effort that its new revisions stand for.
ALTER TABLE rerun ADD COLUMN counted INTEGER NOT NULL DEFAULT 0;

CREATE INDEX decision_actor ON decision (actor, at);
CREATE INDEX batch_day ON batch (coalesce(day, created_at / 86400000), task_id, model, state, cost, overspend) WHERE state >= 5;
-- Partial, so that no plan of another statement begins with them.
CREATE INDEX batch_answers ON batch (task_id, recipe_id, created_at, n_ok, n_invalid, n_error, cost, n_sent) WHERE n_sent > 0;
CREATE INDEX batch_stored ON batch (task_id, purge, bytes) WHERE bytes > 0;
CREATE INDEX publication_stored ON publication (task_id, purge, bytes) WHERE bytes > 0;
