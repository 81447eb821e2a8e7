package dev.caravan.route.lint;

import java.util.Collection;
import java.util.TreeSet;

/** Sentences that several rules say. */
final class Words {
    private Words() {}

    /** E.g. {@code Unknown bean "opnai". Known: openai, submit}. */
    static String unknown(String kind, String name, Collection<String> known) {
        String others = known.isEmpty() ? "none" : String.join(", ", new TreeSet<>(known));
        return "Unknown " + kind + " \"" + name + "\". Known: " + others;
    }
}
