package dev.caravan.publish;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** A way to write a publication as one file. Found as a bean; its name is also the ending of the file. */
public interface ContentFormat {

    /** jsonl, csv, … */
    String name();

    /** Streams the file. The content was proved to be what was frozen, or this proves it while writing. */
    void write(DeliveryInHand delivery, OutputStream out) throws IOException;

    /**
     * Whether a file that is there already holds this publication.
     *
     * @param made what {@link #write} gives now
     * @param there what is there; may be anything
     */
    boolean isSame(DeliveryInHand delivery, Path made, Path there) throws IOException;
}
