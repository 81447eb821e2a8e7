-- What an accepted try left at its provider (result files, output objects, the batch in its list). remains: 0 nobody asks, it was
-- accepted before this was known; 1 it may be there, 2 gone, 3 gone with its place in the list, 4 given up.
ALTER TABLE try ADD COLUMN remains smallint NOT NULL DEFAULT 0;
-- How often it could not be deleted, and when it is asked for again.
ALTER TABLE try ADD COLUMN remains_asked smallint NOT NULL DEFAULT 0;
ALTER TABLE try ADD COLUMN remains_due bigint NOT NULL DEFAULT 0;
CREATE INDEX try_remains ON try (batch_id) WHERE remains = 1;
