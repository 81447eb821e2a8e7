-- A batch may exist more than once at its provider. The others than the one that is kept are tries of the batch too; what
-- is done about each is here. overspend: what the surplus lines of a batch cost, in millionths of a US dollar.
CREATE TABLE twin (
    batch_id  INTEGER NOT NULL,
    no        INTEGER NOT NULL,
    state     INTEGER NOT NULL,
    results   TEXT,
    note      TEXT,
    polls     INTEGER NOT NULL DEFAULT 0,
    owner     INTEGER NOT NULL DEFAULT 0,
    fence     INTEGER NOT NULL DEFAULT 0,
    next_due  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (batch_id, no)
) WITHOUT ROWID;
CREATE INDEX twin_open ON twin (next_due) WHERE state < 4;

ALTER TABLE batch ADD COLUMN overspend INTEGER NOT NULL DEFAULT 0;
UPDATE batch SET overspend = coalesce((SELECT sum(s.cost_u) FROM surplus s WHERE s.batch_id = batch.id), 0);

-- Batches that a search found after a doubt must have the size that was sent (rule 13).
ALTER TABLE try ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;

-- Inputs that may still be at a provider, and whose they are.
CREATE INDEX try_input ON try (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX try_left ON try (batch_id) WHERE file_id IS NOT NULL AND file_gone = 0;
-- Witnesses: the newest batches that a credential's provider accepted.
CREATE INDEX batch_accepted ON batch (credential, submitted_at) WHERE submitted_at IS NOT NULL;
