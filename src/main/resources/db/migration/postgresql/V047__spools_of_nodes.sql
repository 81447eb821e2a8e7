-- Nodes of one ledger work on one spool; what the spool said of its own place when the node started.
ALTER TABLE node ADD COLUMN spool text COLLATE "C" NOT NULL DEFAULT '';
