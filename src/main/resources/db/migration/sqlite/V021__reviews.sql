-- Open items of people are rows of kind 4 with a time since which they are open (0: not yet, a late success may still come).
-- version is raised by every decision and never used twice for one record; holder has claimed the item until held_until.
ALTER TABLE todo ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE todo ADD COLUMN reason TEXT;
ALTER TABLE todo ADD COLUMN drop_id INTEGER NOT NULL DEFAULT 0;
ALTER TABLE todo ADD COLUMN assignee TEXT;
ALTER TABLE todo ADD COLUMN holder TEXT;
ALTER TABLE todo ADD COLUMN held_until INTEGER NOT NULL DEFAULT 0;
-- Who approved or edited first, where a second person must agree.
ALTER TABLE todo ADD COLUMN first_eyes TEXT;
-- What a filter looks at is in the index, so that rows that do not pass are never read.
CREATE INDEX todo_open ON todo (task_id, since, record_id, reason, assignee, drop_id) WHERE kind = 4;
CREATE INDEX todo_open_reason ON todo (task_id, reason, since, record_id, assignee, drop_id) WHERE kind = 4;
CREATE INDEX todo_open_drop ON todo (drop_id, since, record_id, reason, assignee) WHERE kind = 4;

-- 1: a person decided its value.
ALTER TABLE record ADD COLUMN person INTEGER NOT NULL DEFAULT 0;

-- The value that a person gave; the highest number counts. Gone when the record is answered anew.
CREATE TABLE edit (
    record_id  INTEGER NOT NULL,
    no         INTEGER NOT NULL,
    value      TEXT    NOT NULL,
    PRIMARY KEY (record_id, no)
) WITHOUT ROWID;

-- What people decided: never changed; before, after and why are blanked with the payloads of the drop. after_mac (HMAC-SHA256
-- of after with mac_key, in hex) stays for manifests.
CREATE TABLE decision (
    id           INTEGER PRIMARY KEY,
    record_id    INTEGER NOT NULL,
    task_id      INTEGER NOT NULL,
    drop_id      INTEGER NOT NULL,
    recipe_id    INTEGER NOT NULL,
    attempt      INTEGER NOT NULL,
    at           INTEGER NOT NULL,
    actor        TEXT    NOT NULL,
    act          INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    reason       TEXT,
    why          TEXT,
    edit_no      INTEGER,
    before       TEXT,
    after        TEXT,
    after_mac    TEXT,
    before_state INTEGER NOT NULL,
    after_state  INTEGER NOT NULL,
    assignee     TEXT,
    model        TEXT
);
CREATE INDEX decision_of ON decision (record_id, id);
CREATE INDEX decision_drop ON decision (drop_id, reason);

UPDATE todo SET (reason, drop_id, since) = (SELECT coalesce(r.code, 'unknown'), r.drop_id,
        CASE WHEN r.state = 6 THEN CAST(strftime('%s', 'now') AS INTEGER) * 1000 ELSE 0 END
    FROM record r WHERE r.id = todo.record_id) WHERE kind = 4;
