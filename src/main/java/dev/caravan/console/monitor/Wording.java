package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Lists.BatchRow;
import dev.caravan.ledger.TryState;
import dev.caravan.ledger.TwinState;
import org.jspecify.annotations.Nullable;

/** What states mean and what happens next, for somebody who has never seen Caravan. */
final class Wording {
    private Wording() {}

    /** The number with the words for one or for several. */
    static String many(long number, String one, String several) {
        return Figures.count(number) + " " + (number == 1 ? one : several);
    }

    /** @param status of {@code provider.JobStatus}, the same word whatever the provider calls it; null if none was said */
    static String provider(@Nullable String status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case "validating" -> "it has the file, checks it, or has not begun";
            case "in_progress" -> "it answers";
            case "finalizing" -> "it has answered, and writes the result files";
            case "completed" -> "it is done";
            case "failed" -> "it gave the whole batch up";
            case "cancelling" -> "it is stopping the batch";
            case "cancelled" -> "it stopped the batch; what was answered by then is kept";
            case "expired" -> "its time for the batch ran out; what was answered by then is kept";
            case "paused" -> "it holds the batch for now";
            case "updating" -> "it changes the batch";
            default -> "it said something that Caravan has no word for; it is asked again";
        };
    }

    static String next(BatchRow batch) {
        if (batch.cancelled() && !batch.state().isFinal()) {
            return cancelled(batch.state());
        }
        return switch (batch.state()) {
            case ASSEMBLING -> "Its request file is being written";
            case ASSEMBLED -> "It is sent when its account has room";
            case CREATING -> "Its create call is under way";
            case IN_DOUBT -> "Its provider is searched for it before anything is sent again";
            case SUBMITTED -> "Its provider is asked how it is";
            case COLLECTING -> "Its results are brought home";
            case COLLECTED -> "Nothing: every record has its outcome";
            case DISSOLVED -> "Nothing: it cost nothing, and its records went back";
            case LOST -> "Nothing by itself: its records are held until a person lets them go";
        };
    }

    private static String cancelled(BatchState state) {
        return switch (state) {
            case ASSEMBLING, ASSEMBLED -> "It is not sent any more; its records are held";
            case CREATING, IN_DOUBT -> "Its provider is searched for it, then it is cancelled there";
            default -> "It is cancelled; what ran by then is brought home, the rest is held";
        };
    }

    static String of(TryState state) {
        return switch (state) {
            case OPEN -> "its file may be on the way; no create call was sent";
            case UPLOADED -> "its file is at the provider; no create call was sent";
            case CREATING -> "one create call may have been sent, and no answer is known";
            case ACCEPTED -> "the provider has a batch for it";
            case REFUSED -> "the provider did not take it";
            case REVOKED -> "a whole search found nothing of it";
        };
    }

    static String of(TwinState state) {
        return switch (state) {
            case RUNNING -> "it is cancelled, again and again until it ends";
            case ENDED -> "it has ended; what it had done is brought home";
            case HOME -> "its results are here and not counted yet";
            case COLLECTED -> "its results are counted";
            case GONE -> "its provider does not know it any more";
        };
    }
}
