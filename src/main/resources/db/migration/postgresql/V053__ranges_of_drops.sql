-- A huge drop is read in ranges of its bytes, by all nodes. Its rows here are gone when it is read.
CREATE TABLE drop_range (
    drop_id    bigint NOT NULL,
    no         integer NOT NULL,
    task_id    integer NOT NULL,
    recipe_id  integer NOT NULL,
    -- The claim under which it was marked.
    drop_fence bigint NOT NULL,
    from_byte  bigint NOT NULL,
    to_byte    bigint NOT NULL,
    -- Lines of the file before it, and returns without a line feed in them.
    lines      bigint NOT NULL,
    returns    bigint NOT NULL,
    -- 1 marked, 2 read, 3 stored, 4 settled
    state      smallint NOT NULL DEFAULT 1,
    owner      integer NOT NULL DEFAULT 0,
    fence      bigint NOT NULL DEFAULT 0,
    -- What reading it has found.
    path       text COLLATE "C",
    rows_found bigint NOT NULL DEFAULT 0,
    refusals   bigint NOT NULL DEFAULT 0,
    keys_at    bigint NOT NULL DEFAULT 0,
    keys       bigint NOT NULL DEFAULT 0,
    -- 1: can't be read from some place on; 2: the drop is to be read in one piece
    failure    smallint NOT NULL DEFAULT 0,
    reason     text COLLATE "C",
    -- The number of its first record; where the keys are that come twice in the drop.
    first_id   bigint NOT NULL DEFAULT 0,
    doubles    text COLLATE "C",
    frames     bigint NOT NULL DEFAULT 0,
    rows_read  bigint NOT NULL DEFAULT 0,
    refused    bigint NOT NULL DEFAULT 0,
    duplicate  bigint NOT NULL DEFAULT 0,
    unchanged  bigint NOT NULL DEFAULT 0,
    stale      bigint NOT NULL DEFAULT 0,
    revised    bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (drop_id, no)
) WITH (fillfactor = 50);

-- 0 in one piece; 1 its ranges are marked, 2 read, 3 stored; -1 in one piece after all
ALTER TABLE "drop" ADD COLUMN split smallint NOT NULL DEFAULT 0;
