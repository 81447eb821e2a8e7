-- What a submission in OpenAI's shape says of itself, and what came of it. endpoint is null for lines of the Batch API.
ALTER TABLE submission ADD COLUMN endpoint TEXT;
ALTER TABLE submission ADD COLUMN completion_window TEXT;
ALTER TABLE submission ADD COLUMN input_file TEXT;
ALTER TABLE submission ADD COLUMN model TEXT;
ALTER TABLE submission ADD COLUMN metadata TEXT;
ALTER TABLE submission ADD COLUMN n_expired INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submission ADD COLUMN tok_in INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submission ADD COLUMN tok_cached INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submission ADD COLUMN tok_out INTEGER NOT NULL DEFAULT 0;
ALTER TABLE submission ADD COLUMN tok_reason INTEGER NOT NULL DEFAULT 0;
-- The first lines that failed, as JSON.
ALTER TABLE submission ADD COLUMN troubles TEXT;
CREATE INDEX submission_list ON submission (workspace, id) WHERE endpoint IS NOT NULL;
CREATE INDEX submission_input ON submission (input_file) WHERE state = 1 AND input_file IS NOT NULL;
