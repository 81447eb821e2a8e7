package dev.caravan.bench;

/** What one process of Caravan is started for. */
interface Step {
    /** Before the clock starts. */
    default void prepare() throws Exception {}

    /** What is measured. */
    void run() throws Exception;

    /** Throws if it did not do all of it. */
    void check() throws Exception;
}
