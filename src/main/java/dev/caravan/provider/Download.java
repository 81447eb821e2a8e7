package dev.caravan.provider;

import java.io.IOException;
import java.io.InputStream;

/** One result file on its way from a provider into the spool. */
public interface Download {

    /** The protocol's word for it: results, errors. */
    String kind();

    /** Its id at the provider. */
    String fileId();

    /**
     * Streams the body into the spool.
     *
     * @param length from Content-Length, -1 if the answer had none
     * @throws IOException if the body ended early; nothing is kept
     */
    void save(InputStream body, long length) throws IOException;

    /** The provider did not give the file. */
    void failed(Failure failure);

    /** The provider says that there is no such file: not yet, or no longer. */
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
