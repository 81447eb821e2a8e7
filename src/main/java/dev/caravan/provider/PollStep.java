package dev.caravan.provider;

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

    /** The provider could not say; it is asked again later. A 404 is a failure too, never proof that the batch is gone. */
    void failed(Failure failure);
}
