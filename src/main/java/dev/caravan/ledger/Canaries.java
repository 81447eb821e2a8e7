package dev.caravan.ledger;

import java.util.Optional;

/**
 * The first records with a recipe, which go alone where the task wants it: the others stay {@link RecordState#QUEUED} until
 * enough of them are answered. How far that is, is told by the batches of the recipe; only the verdict is a row of its own, and
 * there is one for a recipe, once.
 */
public interface Canaries {
    /** Of records that are held for it. */
    String CODE = "canary";

    /** What was decided; the codes are stored and never renumbered. */
    enum Verdict {
        PASSED(1),
        FAILED(2),
        /** Failed, and a person let the others go all the same. */
        WAIVED(3);

        private final int code;

        Verdict(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /**
     * How far it is.
     *
     * @param judged records whose answers are home, valid or not; those that a person must see count as their answer says
     * @param open batches of the recipe that are not final
     */
    record Progress(long judged, long invalid, int open) {}

    /** Empty as long as nothing is decided. */
    Optional<Verdict> verdict(int taskId, int recipeId);

    Progress progress(int taskId, int recipeId);

    /**
     * Decides, unless somebody did.
     *
     * @param body of the event, if it failed
     * @return whether this decided
     */
    boolean decide(int taskId, int recipeId, Verdict verdict, Progress seen, String body);

    /** A person lets go what failed canaries of this task keep, from now on. Returns how many recipes that are. */
    int waive(int taskId);

    /** The same for all tasks. */
    int waiveAll();

    /** Holds queued records of the task with the code {@code canary}. Returns how many; fewer than the limit at the end. */
    int hold(int taskId, String detail, int limit);

    /** Queues what is held with that code. Returns how many. */
    int release(int taskId, int limit);
}
