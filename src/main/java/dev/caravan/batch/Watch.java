package dev.caravan.batch;

/** What a look at a running batch is held against, beside its own status. */
record Watch(Deadline deadline, Lateness lateness, Losses losses) {}
