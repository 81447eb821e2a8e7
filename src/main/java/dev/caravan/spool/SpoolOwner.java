package dev.caravan.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;

/** The mark that ties a spool to one ledger, kept in the object {@code owner}. */
public final class SpoolOwner {
    private static final String MARK = "owner";
    private final Spool spool;

    public SpoolOwner(Spool spool) {
        this.spool = spool;
    }

    /**
     * Marks a new spool, or makes sure that this one belongs to the ledger. Then nobody else writes here, and what an
     * earlier process left unfinished is removed. To be called once at start, before anything else is written.
     *
     * @param ledger the six characters of the ledger, without epoch
     * @throws IllegalStateException if the spool belongs to another ledger
     */
    public void claim(String ledger) throws IOException {
        if (!spool.exists(MARK)) {
            try (SpoolWriter out = spool.create(MARK)) {
                out.write((ledger + "\n").getBytes(StandardCharsets.UTF_8));
                out.commit();
            } catch (FileAlreadyExistsException meanwhile) {
                // Somebody else was faster; it may be another ledger.
            }
        }
        String owner;
        try (InputStream in = spool.open(MARK, 0)) {
            owner = new String(in.readNBytes(100), StandardCharsets.UTF_8).strip();
        }
        if (!owner.equals(ledger)) {
            throw new IllegalStateException("The spool belongs to the ledger \"" + owner + "\", but this ledger is \""
                    + ledger
                    + "\". A ledger and its spool are one: start with the ledger that wrote this spool, or with"
                    + " an empty spool folder. Nothing was changed.");
        }
        spool.removeUnfinished();
    }
}
