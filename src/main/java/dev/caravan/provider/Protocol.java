package dev.caravan.provider;

import java.util.Set;

/** One provider protocol: everything about its bytes that needs no network. */
public interface Protocol {

    /** Its name in {@code providers.yaml} and in the names of its routes. */
    String name();

    /** Batch endpoints it can write requests for. */
    Set<String> endpoints();

    /** @throws IllegalArgumentException if the shape asks for what the protocol can't do, naming it */
    RequestLines requests(RequestShape shape);

    ResultLines results(RequestShape shape);

    /** Short words such as {@code results} and {@code errors} for the result files named by {@link JobStatus#files}. */
    Set<String> resultKinds();
}
