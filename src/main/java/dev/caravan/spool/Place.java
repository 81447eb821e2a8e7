package dev.caravan.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Where a ledger lies, so that a copy of it can be told from itself. A copy of a folder has another number in its file
 * system; a folder that was only renamed or mounted elsewhere keeps it.
 *
 * @param machine a hash of the machine's id, empty where it has none
 * @param path for the person who reads about it
 * @param number of the folder in its file system (inode), or of a database; empty where there is no such thing
 */
public record Place(String machine, String path, String number) {
    private static final Path[] MACHINE_IDS = {Path.of("/etc/machine-id"), Path.of("/var/lib/dbus/machine-id")};
    private static final int HASH_CHARS = 12;

    /** Of a folder that is there. */
    public static Place of(Path folder) throws IOException {
        Path real = folder.toRealPath();
        return new Place(thisMachine(), real.toString(), numberOf(real));
    }

    /** Whether this can't be the same folder; what is unknown on one side is not compared. */
    boolean differsFrom(Place other) {
        boolean byNumber = differ(number, other.number);
        boolean byMachine = differ(machine, other.machine);
        boolean unknown = number.isEmpty() || other.number.isEmpty();
        return byNumber || byMachine || (unknown && differ(path, other.path));
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }

    static String numberOf(Path folder) throws IOException {
        try {
            return String.valueOf(Files.getAttribute(folder, "unix:ino"));
        } catch (UnsupportedOperationException | IllegalArgumentException noSuchThing) {
            return "";
        }
    }

    private static String thisMachine() {
        for (Path file : MACHINE_IDS) {
            try {
                String id = Files.readString(file).strip();
                if (!id.isEmpty()) {
                    MessageDigest digest = Sha256.digest();
                    digest.update(("caravan " + id).getBytes(StandardCharsets.UTF_8));
                    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
                }
            } catch (IOException notThere) {
                // The next one, or none.
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return path
                + (machine.isEmpty() ? "" : " on machine " + machine)
                + (number.isEmpty() ? "" : " (folder " + number + ")");
    }
}
