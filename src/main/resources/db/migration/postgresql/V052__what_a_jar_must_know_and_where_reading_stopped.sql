-- Migrations without which a jar may not work on this ledger, and what it would do wrong. Those that only add are not
-- named here: a jar that does not know them goes on. CONTRIBUTING.md says how one is written that is.
CREATE TABLE needed (
    migration integer PRIMARY KEY,
    why       text COLLATE "C" NOT NULL
);

-- The newest migration in the jar of this start.
ALTER TABLE node ADD COLUMN knows integer NOT NULL DEFAULT 41;

-- Where the reading of a batch's results stopped, so that another node goes on there: a hash of the files that are read, which
-- of them, the place in it, and how many lines were read so far.
ALTER TABLE batch ADD COLUMN stop_of text COLLATE "C";
ALTER TABLE batch ADD COLUMN stop_file bigint NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN stop_at bigint NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN stop_lines bigint NOT NULL DEFAULT 0;
