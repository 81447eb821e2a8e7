package dev.caravan.bench;

/** A piece of work that a file needs. */
interface Step {
    void run() throws Exception;

    /** Throws if it did not do all of it. */
    void check() throws Exception;
}
