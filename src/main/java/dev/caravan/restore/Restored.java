package dev.caravan.restore;

import dev.caravan.spool.SpoolOwner;

/** The spool is claimed, and the ledger knows what the spool knows: work may begin. */
public record Restored(SpoolOwner owner) {}
