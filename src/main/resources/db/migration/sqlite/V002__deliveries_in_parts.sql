-- A sink may take a publication in parts: how many of its records it has, and how often the rest was sent to a sink that
-- can't tell a repetition.
ALTER TABLE delivery ADD COLUMN done INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN blind_sends INTEGER NOT NULL DEFAULT 0;
