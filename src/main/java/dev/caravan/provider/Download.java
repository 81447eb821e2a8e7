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
}
