-- What a batch asks of its account, estimated: input tokens of a model, of which a provider takes only so many at a time.
-- How many wait there already is summed up from the open batches whenever it matters, so no counter can drift.
ALTER TABLE batch ADD COLUMN model TEXT NOT NULL DEFAULT '';
ALTER TABLE batch ADD COLUMN tokens_est INTEGER NOT NULL DEFAULT 0;
CREATE INDEX batch_load ON batch (state, credential, model, tokens_est) WHERE state < 7;
-- The last batches of a recipe tell how long its answers are.
CREATE INDEX batch_recipe ON batch (recipe_id, id) WHERE state = 7;

-- told: by the configuration; learnt: from refusals; refusals in a row; slow: how hard-won, so how long before it grows.
CREATE TABLE quota (
    credential  TEXT    NOT NULL,
    model       TEXT    NOT NULL,
    told        INTEGER,
    learnt      INTEGER,
    refusals    INTEGER NOT NULL DEFAULT 0,
    slow        INTEGER NOT NULL DEFAULT 0,
    held_until  INTEGER NOT NULL DEFAULT 0,
    changed_at  INTEGER NOT NULL,
    PRIMARY KEY (credential, model)
) WITHOUT ROWID;
