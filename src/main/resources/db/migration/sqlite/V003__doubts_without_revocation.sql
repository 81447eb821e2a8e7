-- A create that can't be revoked says so for ever; a batch adopted by the number of its requests alone is not verified
-- until its custom ids were seen.

ALTER TABLE try ADD COLUMN revocable INTEGER NOT NULL DEFAULT 1;
ALTER TABLE try ADD COLUMN verified INTEGER NOT NULL DEFAULT 1;
CREATE INDEX try_provider ON try (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX batch_sizes ON batch (credential, assembled_at);
