package dev.caravan.spool;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Turns object names into files below a root, and refuses every name that could mean anything else. */
final class SpoolPath {
    private SpoolPath() {}

    /** @throws IllegalArgumentException if the name could leave the root or touch what the spool keeps for itself */
    static Path below(Path root, String name) {
        check(name);
        try {
            return root.resolve(name);
        } catch (InvalidPathException e) {
            throw refused(name, e);
        }
    }

    /** @throws IllegalArgumentException if the name could mean anything but itself */
    static void check(String name) {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.startsWith(".") || part.indexOf('\\') >= 0 || hasControl(part)) {
                throw refused(name, null);
            }
        }
    }

    private static boolean hasControl(String part) {
        return part.chars().anyMatch(Character::isISOControl);
    }

    private static IllegalArgumentException refused(String name, @Nullable Exception cause) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return new IllegalArgumentException(
                "\"" + shown
                        + "\" can't be the path of a spool object: allowed are names joined by \"/\", relative, none"
                        + " empty or starting with \".\", without \"\\\" and control characters",
                cause);
    }
}
