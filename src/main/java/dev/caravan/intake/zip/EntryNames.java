package dev.caravan.intake.zip;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the names in an archive. Of those that came before it keeps 64 bits each. */
final class EntryNames {
    static final int MAX_NAME = 1000;
    private final Set<Long> seen = new HashSet<>();

    /** Folders, and what systems put beside the files of people. */
    static boolean isSkipped(String name) {
        List<String> parts = parts(name);
        return name.endsWith("/")
                || parts.contains("__MACOSX")
                || name.equals(".DS_Store")
                || name.endsWith("/.DS_Store");
    }

    /** Why an entry of this name is refused; null if it is not. */
    @Nullable
    String whyNot(String name) {
        if (name.length() > MAX_NAME) {
            return "its name is longer than " + MAX_NAME + " characters";
        }
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            return "its name is empty or holds control characters";
        }
        if (name.startsWith("/") || name.startsWith("\\") || name.matches("[A-Za-z]:.*")) {
            return "its name is absolute; names in an archive are relative";
        }
        if (parts(name).contains("..")) {
            return "its name leads out of the archive (..)";
        }
        return seen.add(Hashing.xxh3_64().hashCharsToLong(name)) ? null : "the archive has this name twice";
    }

    private static List<String> parts(String name) {
        return List.of(name.split("[/\\\\]", -1));
    }

    /** A name as it can stand in a message. */
    static String shown(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "_");
        return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
    }
}
