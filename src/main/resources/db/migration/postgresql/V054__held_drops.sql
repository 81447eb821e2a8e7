-- 1: somebody holds the drop: its flag "cancel" is set so that nothing of it is sent, and what is at providers runs to its end.
ALTER TABLE "drop" ADD COLUMN hold INTEGER NOT NULL DEFAULT 0;
