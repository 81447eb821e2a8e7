-- A batch of an earlier epoch was cut before the ledger went back in time: it is found at its provider or dissolved, and
-- never sent again. What it calls its records may be ids of the time that was lost; past_member says who they are.
ALTER TABLE batch ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE ledger ADD COLUMN restoring INTEGER NOT NULL DEFAULT 0;
CREATE TABLE past_member (
    batch_id  INTEGER NOT NULL,
    past_id   INTEGER NOT NULL,
    record_id INTEGER NOT NULL,
    PRIMARY KEY (batch_id, past_id)
) WITHOUT ROWID;
