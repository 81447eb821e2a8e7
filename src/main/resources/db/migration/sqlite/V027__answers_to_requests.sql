-- 1: what was asked for was not done; the answer says why.
ALTER TABLE request ADD COLUMN refused INTEGER NOT NULL DEFAULT 0;

-- record.person may be 2 from here on: a person decided its value, and it went again since. The next answer goes to a person.
