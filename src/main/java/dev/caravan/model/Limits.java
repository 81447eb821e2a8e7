package dev.caravan.model;

/**
 * What one batch of a provider may hold.
 *
 * @param requests most requests
 * @param bytes most bytes of the request file
 * @param lineBytes most bytes of one request line
 * @param least fewest requests; a batch with fewer is refused by the provider
 * @param tokens most input tokens, as estimated by Caravan; {@link #ANY} if there is no such limit
 */
public record Limits(int requests, long bytes, int lineBytes, int least, long tokens) {
    public static final long ANY = Long.MAX_VALUE;

    /** Without a minimum and without a limit of tokens. */
    public Limits(int requests, long bytes, int lineBytes) {
        this(requests, bytes, lineBytes, 1, ANY);
    }
}
