-- Work that one node at a time may do and that has no row of its own; owner 0 is nobody.
CREATE TABLE duty (
    name  text COLLATE "C" PRIMARY KEY,
    owner integer NOT NULL
);

-- Who makes an open publication, and whose real-time call is under way: what a dead node had is told from what is in hand.
ALTER TABLE publication ADD COLUMN owner integer NOT NULL DEFAULT 0;
ALTER TABLE realtime_hold ADD COLUMN owner integer NOT NULL DEFAULT 0;
