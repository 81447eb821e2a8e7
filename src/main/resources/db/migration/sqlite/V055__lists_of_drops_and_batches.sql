-- Lists by state, task and credential, newest first, however many drops and batches there are.
CREATE INDEX batch_over ON batch (state, id) WHERE state >= 7;
CREATE INDEX batch_of_task ON batch (task_id, id);
CREATE INDEX batch_of_credential ON batch (credential, id);
CREATE INDEX drop_read ON "drop" (state, id) WHERE state >= 4;
CREATE INDEX drop_of_task ON "drop" (task_id, id);
