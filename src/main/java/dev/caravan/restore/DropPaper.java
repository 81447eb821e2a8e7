package dev.caravan.restore;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Drops;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a drop's folder needs to be understood without the ledger, in {@code drops/<id>/drop.json}; written before its bytes.
 *
 * @param tag the version of the source, null where it has none
 */
public record DropPaper(
        long drop,
        String task,
        String zone,
        String uri,
        @Nullable String tag) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static DropPaper of(long id, String task, Drops.NewDrop drop) {
        return new DropPaper(id, task, drop.zone(), drop.uri(), drop.tag());
    }

    public void write(Spool spool) throws IOException {
        try (SpoolWriter out = spool.create(path(drop))) {
            out.write(JSON.writeValueAsBytes(this));
            out.commit();
        }
    }

    /** @throws java.nio.file.NoSuchFileException if the folder has none */
    static DropPaper read(Spool spool, long id) throws IOException {
        try (InputStream in = spool.open(path(id), 0)) {
            return JSON.readValue(in.readAllBytes(), DropPaper.class);
        }
    }

    /** Where it is in the spool. */
    public static String path(long id) {
        return "drops/" + id + "/drop.json";
    }
}
