-- What somebody should know of afterwards, told once each time it happens.
CREATE TABLE event (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    kind    INTEGER NOT NULL,
    subject TEXT    NOT NULL,
    actor   TEXT    NOT NULL,
    body    TEXT    NOT NULL
);
CREATE INDEX event_of ON event (subject, kind, id);
CREATE INDEX event_kind ON event (kind);
