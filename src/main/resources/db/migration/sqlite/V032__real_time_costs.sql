-- What real-time calls cost, by the UTC day on which they were answered. No record and no batch stands behind them; they count
-- against the budget of their task all the same.
CREATE TABLE realtime_cost (
    task_id    INTEGER NOT NULL,
    day        INTEGER NOT NULL,
    credential TEXT    NOT NULL,
    model      TEXT    NOT NULL,
    calls      INTEGER NOT NULL,
    tokens_in  INTEGER NOT NULL,
    tokens_out INTEGER NOT NULL,
    micros     INTEGER NOT NULL,
    PRIMARY KEY (task_id, day, credential, model)
) WITHOUT ROWID;
