package dev.caravan.provider;

/** Takes what a provider says of a running batch. */
public interface PollStep {

    void status(JobStatus status);

    /** The provider could not say; it is asked again later. A 404 is a failure too, never proof that the batch is gone. */
    void failed(Failure failure);
}
