-- A huge drop is read in ranges of its bytes, by all nodes. Its rows here are gone when it is read.
CREATE TABLE drop_range (
    drop_id    INTEGER NOT NULL,
    no         INTEGER NOT NULL,
    task_id    INTEGER NOT NULL,
    recipe_id  INTEGER NOT NULL,
    -- The claim under which it was marked.
    drop_fence INTEGER NOT NULL,
    from_byte  INTEGER NOT NULL,
    to_byte    INTEGER NOT NULL,
    -- Lines of the file before it, and returns without a line feed in them.
    lines      INTEGER NOT NULL,
    returns    INTEGER NOT NULL,
    -- 1 marked, 2 read, 3 stored, 4 settled
    state      INTEGER NOT NULL DEFAULT 1,
    owner      INTEGER NOT NULL DEFAULT 0,
    fence      INTEGER NOT NULL DEFAULT 0,
    -- What reading it has found.
    path       TEXT,
    rows_found INTEGER NOT NULL DEFAULT 0,
    refusals   INTEGER NOT NULL DEFAULT 0,
    keys_at    INTEGER NOT NULL DEFAULT 0,
    keys       INTEGER NOT NULL DEFAULT 0,
    -- 1: can't be read from some place on; 2: the drop is to be read in one piece
    failure    INTEGER NOT NULL DEFAULT 0,
    reason     TEXT,
    -- The number of its first record; where the keys are that come twice in the drop.
    first_id   INTEGER NOT NULL DEFAULT 0,
    doubles    TEXT,
    frames     INTEGER NOT NULL DEFAULT 0,
    rows_read  INTEGER NOT NULL DEFAULT 0,
    refused    INTEGER NOT NULL DEFAULT 0,
    duplicate  INTEGER NOT NULL DEFAULT 0,
    unchanged  INTEGER NOT NULL DEFAULT 0,
    stale      INTEGER NOT NULL DEFAULT 0,
    revised    INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (drop_id, no)
) WITHOUT ROWID;

-- 0 in one piece; 1 its ranges are marked, 2 read, 3 stored; -1 in one piece after all
ALTER TABLE "drop" ADD COLUMN split INTEGER NOT NULL DEFAULT 0;
