-- What programs log in with. A row stays when its key ends: it says who had it.
CREATE TABLE api_key (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  workspace  TEXT NOT NULL,
  -- Words, separated by commas.
  roles      TEXT NOT NULL,
  -- SHA-256 of the secret, in hex. The secret itself is nowhere.
  hash       TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER,
  -- To the hour.
  used_at    INTEGER
) WITHOUT ROWID;
