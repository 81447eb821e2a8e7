-- Migrations without which a jar may not work on this ledger, and what it would do wrong. Those that only add are not
-- named here: a jar that does not know them goes on. CONTRIBUTING.md says how one is written that is.
CREATE TABLE needed (
    migration integer PRIMARY KEY,
    why       text COLLATE "C" NOT NULL
);

-- The newest migration in the jar of this start.
ALTER TABLE node ADD COLUMN knows integer NOT NULL DEFAULT 41;
