-- Where a member of a batch of the time that was lost stands in its files, from 0: they may hold more members than the ledger
-- knows. lines: how many requests the file of such a batch has; null where that is how many members it has.
ALTER TABLE past_member ADD COLUMN place INTEGER NOT NULL DEFAULT -1;
ALTER TABLE batch ADD COLUMN lines INTEGER;
-- All that an erasure has to find of a record.
CREATE INDEX past_member_record ON past_member (record_id);
CREATE INDEX surplus_record ON surplus (record_id);
CREATE INDEX erased_record_of ON erased_record (record_id);
