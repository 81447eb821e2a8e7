-- How many records of a task were in a state from a time on: a row where the number is another than it was at the look before.
CREATE TABLE tally (
    task_id    integer NOT NULL,
    state      integer NOT NULL,
    at         bigint NOT NULL,
    n          bigint NOT NULL,
    PRIMARY KEY (task_id, state, at)
);
CREATE INDEX batch_collected ON batch (collected_at) WHERE collected_at IS NOT NULL;
-- When somebody looked last.
CREATE TABLE tally_look (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    at         bigint NOT NULL
);
