-- A result file that was accepted and damaged afterwards: it is fetched again, and keeps its number.
ALTER TABLE result_file ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0;
