package dev.caravan.spool;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One start of one ledger on a spool.
 *
 * @param ledger the six characters of its name
 * @param incarnation raised at each start
 * @param place of the ledger
 * @param spool what the spool said of its own place then
 * @param at when, for the person who reads it
 * @param start known to this start alone; null in marks of earlier versions
 */
public record OwnerMark(
        String ledger,
        long epoch,
        long incarnation,
        Place place,
        String spool,
        String at,
        @Nullable String start) {
    static final Place NOWHERE = new Place("", "", "");
    private static final ObjectMapper JSON = new ObjectMapper();

    byte[] toJson() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    }

    /** Before marks were kept, a spool had the name of its ledger and nothing else. */
    static OwnerMark ofName(String ledger) {
        return new OwnerMark(ledger, 1, 0, NOWHERE, "", "", null);
    }

    static OwnerMark parse(String path, byte[] json) throws IOException {
        try {
            return JSON.readValue(json, OwnerMark.class);
        } catch (JacksonException e) {
            throw new IOException(
                    "The spool's mark " + path + " can't be read: " + e.getOriginalMessage()
                            + ". Put it back from a backup of the spool, or delete it if an older one is beside it",
                    e);
        }
    }
}
