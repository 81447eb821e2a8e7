package dev.caravan.task;

/** When the valid results of a drop are published. */
public enum Gate {
    /** As soon as they are there. */
    AUTO("auto"),
    /** When every record of the drop has its outcome and none of it waits for a person. */
    AFTER_REVIEW("after-review"),
    /** When every record of the drop has its outcome and people found few errors in its sample. */
    AFTER_SAMPLE("after-sample");

    private final String word;

    Gate(String word) {
        this.word = word;
    }

    /** As {@code task.yaml} says it. */
    public String word() {
        return word;
    }
}
