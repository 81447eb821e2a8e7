package dev.caravan.provider;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes what a provider says of a running batch. */
public interface PollStep {

    /**
     * What the provider's clock says, before {@link #status}: the age of a batch is never judged by ours alone.
     *
     * @param date the {@code Date} of the reply, as sent; null if it had none
     */
    default void providerTime(@Nullable String date) {}

    void status(JobStatus status);

    /**
     * The same from a provider that says when it wants to be asked again.
     *
     * @param earliest the shortest wait before the next look; null if it did not say
     */
    default void status(JobStatus status, @Nullable Duration earliest) {
        status(status);
    }

    /** The provider could not say; it is asked again later. A 404 is a failure too, never proof that the batch is gone. */
    void failed(Failure failure);

    /** The same where it says that it has no batch with this id; asked again too, for longer than batches live. */
    default void absent(Failure failure) {
        failed(failure);
    }

    /** One of the two, by an answer over HTTP: a 404 counts only in the provider's own words. */
    default void failed(Reply reply, Failure failure) {
        if (reply.status() == 404 && failure.proven()) {
            absent(failure);
        } else {
            failed(failure);
        }
    }
}
