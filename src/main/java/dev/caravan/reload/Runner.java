package dev.caravan.reload;

import dev.caravan.ledger.Reloads.Wish;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The process, which can end everything that was made from the files and make it anew. Thread-safe. */
public interface Runner {

    /** A name that no other process has, nor had. */
    String process();

    /** When it began. */
    Instant since();

    /** What it runs with. */
    Loaded loaded();

    /** What is wrong with the files as they are now; empty if a reload would take them. */
    List<String> check();

    /** Whether it is at a reload: another one has to wait. */
    boolean isReloading();

    /** Reads the files again; returns at once. The turn of the wish is this process's already, and is ended by it. */
    void reload(Wish wish);

    /**
     * What a process runs with.
     *
     * @param at since when
     * @param lastGood whether it is the last good copy, because it could not start with the files
     * @param why what was wrong with the files then; empty if nothing was
     * @param files the folders that operators edit
     * @param stamp of those when they were read
     * @param digests of those when they were read
     */
    record Loaded(
            Instant at, boolean lastGood, List<String> why, Trees files, String stamp, Map<String, String> digests) {}
}
