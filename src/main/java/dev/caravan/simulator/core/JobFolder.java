package dev.caravan.simulator.core;

import java.nio.file.Path;

/** Where a job keeps what. */
record JobFolder(Path path) {
    /** What is known of the job; the job exists from the moment this is in place. */
    Path document() {
        return path.resolve("job.json");
    }

    Path input() {
        return path.resolve("input.jsonl");
    }

    /** The custom_ids that cost money, one a line; there is no such file before the run. */
    Path charged() {
        return path.resolve("charged.txt");
    }

    /** What the run left behind; in place once it is over, so that no run happens twice. */
    Path ran() {
        return path.resolve("result.json");
    }

    /** Result files while they are written. */
    Path writing() {
        return path.resolve("results.tmp");
    }

    Path results() {
        return path.resolve("results");
    }
}
