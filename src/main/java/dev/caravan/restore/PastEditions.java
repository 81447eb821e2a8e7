package dev.caravan.restore;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Editions;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files that were written again in the time that was lost, because a record was erased from them. */
final class PastEditions {
    private final Ledger ledger;
    private final Spool spool;
    private final Editions editions;

    PastEditions(Ledger ledger, Spool spool) {
        this.ledger = ledger;
        this.spool = spool;
        this.editions = new Editions(spool);
    }

    /** The ledger names their newest editions from now on. */
    void bringIn() throws IOException {
        Set<String> again = new TreeSet<>();
        try (Stream<String> all = spool.list("")) {
            all.filter(Editions::isLater).map(Editions::first).forEach(again::add);
        }
        for (String first : again) {
            String newest = editions.newest(first).orElse(first);
            String sha256 = sha256(newest);
            for (String old = first; !old.equals(newest); old = Editions.after(old)) {
                ledger.restores().renamed(old, newest, sha256);
            }
            if (Rebuilt.isSegment(newest)) {
                new MovedFrames(ledger, spool).find(Long.parseLong(newest.split("/", -1)[1]), newest);
            }
        }
    }

    private String sha256(String path) throws IOException {
        try (InputStream in = spool.open(path, 0)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
