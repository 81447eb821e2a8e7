package dev.caravan.intake;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Drops.Seen;
import dev.caravan.ledger.Drops.Source;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Files that come over HTTP, taken as from a drop zone. The same content under the same name is the same drop, however often
 * it is sent, unless reading it failed. Thread-safe.
 */
public final class Uploads {
    /** The zone of these drops. */
    public static final String ZONE = "upload";

    private static final int CHUNK = 1 << 16;

    private final Ledger ledger;
    private final Spool spool;
    private final Arrivals arrivals;
    private final Path folder;

    /** @param folder for what is still on its way; what an earlier process left there is deleted */
    Uploads(Ledger ledger, Spool spool, Arrivals arrivals, Path folder) throws IOException {
        this.ledger = ledger;
        this.spool = spool;
        this.arrivals = arrivals;
        this.folder = folder;
        if (Files.isDirectory(folder)) {
            try (Stream<Path> left = Files.walk(folder)) {
                for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** @param isNew whether it was taken now; else it came before */
    public record Taken(long drop, boolean isNew) {}

    /** The body has more bytes than are allowed. Nothing was taken. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        TooLargeException(long most) {
            super("The file has more than " + most + " bytes (caravan.http.max-bytes)");
        }
    }

    /**
     * Takes a file; when this returns its bytes are safe.
     *
     * @param name whose ending says what is in it; one part of a path
     * @param most bytes
     * @throws IllegalArgumentException if no file can be called so
     */
    public Taken take(String task, String name, InputStream body, long most) throws IOException {
        String why = whyNot(name);
        if (why != null) {
            throw new IllegalArgumentException("name " + why);
        }
        spool.needRoom();
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "upload-", ".part");
        try {
            String tag = "sha256:" + copy(body, file, most);
            return take(new Drops.NewDrop(ledger.recipes().taskId(task), ZONE, uri(task, name), tag), name, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Taken take(Drops.NewDrop drop, String name, Path file) throws IOException {
        Seen before = seen(drop);
        if (before != null) {
            return new Taken(before.dropId(), false);
        }
        try {
            arrivals.take(drop, name, target -> spool.take(file, target));
        } catch (LedgerException e) {
            Seen faster = seen(drop);
            if (faster == null) {
                throw e;
            }
            // Somebody sent the same file at the same time.
            return new Taken(faster.dropId(), false);
        }
        Seen taken = seen(drop);
        if (taken == null) {
            throw new IOException("The bytes were gone before they were in the spool");
        }
        return new Taken(taken.dropId(), true);
    }

    private @Nullable Seen seen(Drops.NewDrop drop) {
        Seen seen =
                ledger.drops().seen(ZONE, List.of(drop.uri())).get(new Source(drop.uri(), String.valueOf(drop.tag())));
        return seen == null || seen.state() == DropState.FAILED ? null : seen;
    }

    private static @Nullable String whyNot(String name) {
        if (name.isBlank() || name.length() > 200 || name.contains("/") || name.contains("\\")) {
            return "must be the name of a file, such as tickets.csv, with at most 200 characters and no folder";
        }
        return name.chars().anyMatch(Character::isISOControl) || Inbox.isIgnored(name)
                ? "must not begin with a dot, end like a file that is still written (.part, .tmp), or hold control"
                        + " characters"
                : null;
    }

    private static String uri(String task, String name) {
        try {
            return new URI(ZONE, null, "/" + task + "/" + name, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("name can't be a part of an address", e);
        }
    }

    private static String copy(InputStream body, Path file, long most) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
                byte[] chunk = new byte[CHUNK];
                long total = 0;
                for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
                    total += read;
                    if (total > most) {
                        throw new TooLargeException(most);
                    }
                    out.write(chunk, 0, read);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
