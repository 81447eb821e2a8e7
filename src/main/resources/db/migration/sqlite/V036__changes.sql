-- What changed, in the order in which it was committed: an id is never used twice, also after old rows are deleted.
-- kind: 1 batch, 2 drop, 3 submission, 4 publication, 5 records of a drop, 6 review of a drop. subject: its id.
-- state: the new one, in the codes of its table. 2: 100 when nothing of a drop moves any more. 3: 1 accepted, 2 completed,
-- 3 failed. 6: 1 when records of a drop begin to wait for people, 0 when none does any more.
CREATE TABLE change (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL DEFAULT (CAST(unixepoch('subsec') * 1000 AS INTEGER)),
    kind    INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    task_id INTEGER NOT NULL DEFAULT 0,
    state   INTEGER NOT NULL
);
-- Records move by the thousand: a drop has one row of kind 5, always the newest.
CREATE UNIQUE INDEX change_records ON change (subject) WHERE kind = 5;

CREATE TRIGGER batch_changed AFTER UPDATE OF state ON batch WHEN NEW.state <> OLD.state BEGIN
    INSERT INTO change (kind, subject, task_id, state) VALUES (1, NEW.id, NEW.task_id, NEW.state);
END;

CREATE TRIGGER drop_changed AFTER UPDATE OF state ON "drop" WHEN NEW.state <> OLD.state BEGIN
    INSERT INTO change (kind, subject, task_id, state) VALUES (2, NEW.id, NEW.task_id, NEW.state);
END;

CREATE TRIGGER drop_rested AFTER INSERT ON manifest BEGIN
    INSERT INTO change (kind, subject, task_id, state) SELECT 2, d.id, d.task_id, 100 FROM "drop" d WHERE d.id = NEW.drop_id;
END;

CREATE TRIGGER submission_made AFTER INSERT ON submission BEGIN
    INSERT INTO change (kind, subject, state) VALUES (3, NEW.id, NEW.state);
END;

CREATE TRIGGER submission_changed AFTER UPDATE OF state ON submission WHEN NEW.state <> OLD.state BEGIN
    INSERT INTO change (kind, subject, state) VALUES (3, NEW.id, NEW.state);
END;

CREATE TRIGGER publication_changed AFTER UPDATE OF state ON publication WHEN NEW.state <> OLD.state BEGIN
    INSERT INTO change (kind, subject, task_id, state) VALUES (4, NEW.id, NEW.task_id, NEW.state);
END;

CREATE TRIGGER records_moved AFTER UPDATE OF moves ON "drop" WHEN NEW.moves <> OLD.moves BEGIN
    DELETE FROM change WHERE kind = 5 AND subject = NEW.id;
    INSERT INTO change (kind, subject, task_id, state) VALUES (5, NEW.id, NEW.task_id, 0);
END;

CREATE TRIGGER review_began AFTER INSERT ON drop_count WHEN NEW.state = 6 AND NEW.n > 0 BEGIN
    INSERT INTO change (kind, subject, task_id, state) SELECT 6, d.id, d.task_id, 1 FROM "drop" d WHERE d.id = NEW.drop_id;
END;

CREATE TRIGGER review_changed AFTER UPDATE OF n ON drop_count
    WHEN NEW.state = 6 AND (NEW.n > 0) <> (OLD.n > 0) BEGIN
    INSERT INTO change (kind, subject, task_id, state)
        SELECT 6, d.id, d.task_id, NEW.n > 0 FROM "drop" d WHERE d.id = NEW.drop_id;
END;
