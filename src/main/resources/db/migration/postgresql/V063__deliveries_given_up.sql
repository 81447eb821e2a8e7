-- How many deliveries of each sink were given up is asked every few seconds.
CREATE INDEX delivery_given_up ON delivery (sink) WHERE state = 5;
