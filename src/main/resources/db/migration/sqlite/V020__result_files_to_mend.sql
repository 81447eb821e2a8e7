-- Files of collected batches that are fetched again are looked for at each claim.
CREATE INDEX result_file_withdrawn ON result_file (batch_id) WHERE withdrawn = 1;
