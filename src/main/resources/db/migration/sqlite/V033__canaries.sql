-- What became of the first records with a recipe, where its task sends these alone. No row: nobody knows yet, or nobody asks.
-- state: 1 passed, 2 failed, 3 waived by a person.
CREATE TABLE canary (
    task_id    INTEGER NOT NULL,
    recipe_id  INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    judged     INTEGER NOT NULL,
    invalid    INTEGER NOT NULL,
    decided_at INTEGER NOT NULL,
    PRIMARY KEY (task_id, recipe_id)
) WITHOUT ROWID;
