-- Objects of buckets are recognised by URI and version, also those of drops that failed; put_away: the object was moved or
-- tagged after its drop had ended.
ALTER TABLE "drop" ADD COLUMN put_away INTEGER NOT NULL DEFAULT 0;
CREATE INDEX drop_source ON "drop" (zone, uri) WHERE tag IS NOT NULL;
