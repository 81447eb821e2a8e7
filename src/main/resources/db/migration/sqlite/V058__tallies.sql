-- How many records of a task were in a state from a time on: a row where the number is another than it was at the look before.
CREATE TABLE tally (
    task_id    INTEGER NOT NULL,
    state      INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    n          INTEGER NOT NULL,
    PRIMARY KEY (task_id, state, at)
) WITHOUT ROWID;
CREATE INDEX batch_collected ON batch (collected_at) WHERE collected_at IS NOT NULL;
-- When somebody looked last.
CREATE TABLE tally_look (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    at         INTEGER NOT NULL
);
