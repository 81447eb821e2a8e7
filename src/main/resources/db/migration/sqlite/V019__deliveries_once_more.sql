-- Deliveries that were given up and are due for one more send are looked for at each claim. due = 0: never by itself.
UPDATE delivery SET due = 0 WHERE state = 5;
CREATE INDEX delivery_dead ON delivery (due) WHERE state = 5 AND due > 0;
