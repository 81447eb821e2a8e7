-- Recipes that answered for another one: the same task and version by the batch model that takes too small a number.
CREATE TABLE stand_in (
    recipe_id     INTEGER NOT NULL REFERENCES recipe (id),
    for_recipe_id INTEGER NOT NULL REFERENCES recipe (id),
    PRIMARY KEY (for_recipe_id, recipe_id)
) WITHOUT ROWID;
