package dev.caravan.provider;

import java.util.Map;

/**
 * Asks a model for one answer at once, with the same request as a line of a batch, and reads the answer as a line of a batch's
 * results. Stateless; speaks to nobody: {@link RealTimeCall} goes through the routes {@code <protocol>-ask}.
 */
public interface RealTime {

    /** Path of the call, as the kamelet {@code provider-call} takes it: below the base URL, or {@code //} below its host. */
    String path();

    /**
     * The body of the call.
     *
     * @param requestLine as {@link RequestLines} or {@link Whole} wrote it, with or without its line feed
     * @throws IllegalArgumentException if it is no line of this protocol
     */
    byte[] body(byte[] requestLine);

    /**
     * The answer as {@link ResultLines} and {@link Whole#answer} read it, without a line feed; a refusal, or bytes that are no
     * answer at all, become a line that says so.
     *
     * @param status of HTTP
     * @param headers by lower-case name
     * @param reply the body as it came
     */
    byte[] resultLine(String customId, int status, Map<String, String> headers, byte[] reply);
}
