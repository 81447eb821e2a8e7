package dev.caravan.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be, and lists the known ones. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code Known: a, b}, or that there are none. */
    public static String known(Collection<String> names) {
        return names.isEmpty() ? "None is defined" : "Known: " + String.join(", ", names);
    }

    /** {@code Allowed: a, b}, followed by {@code . Did you mean "a"?} if one is close. */
    public static String allowed(String typed, Collection<String> names) {
        return "Allowed: "
                + String.join(", ", names)
                + closest(typed, names)
                        .map(name -> ". Did you mean \"" + name + "\"?")
                        .orElse("");
    }

    /** The name at most two edits (and less than half of the typed text) away. */
    static Optional<String> closest(String typed, Collection<String> names) {
        return names.stream()
                .filter(name -> distance(typed, name) <= Math.min(2, typed.length() / 2))
                .min(Comparator.comparingInt(name -> distance(typed, name)));
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
