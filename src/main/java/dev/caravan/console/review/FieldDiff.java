package dev.caravan.console.review;

import dev.caravan.console.WordDiff;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field that two answers have differently. */
record FieldDiff(String field, List<WordDiff.Piece> pieces) {
    /** Comparing takes time with the square of the words: a page must come soon whatever a model said. */
    private static final int MOST_COMPARED = 100_000;

    /**
     * The fields that differ, in their order; a field that only one of them has counts as empty in the other. After
     * {@value #MOST_COMPARED} characters they are shown as replaced.
     */
    static List<FieldDiff> between(@Nullable String before, @Nullable String after) {
        Map<String, String> from = Leaves.of(before);
        Map<String, String> to = Leaves.of(after);
        Set<String> fields = new LinkedHashSet<>(to.keySet());
        fields.addAll(from.keySet());
        List<FieldDiff> changed = new ArrayList<>();
        int compared = 0;
        for (String field : fields) {
            String old = from.getOrDefault(field, "");
            String now = to.getOrDefault(field, "");
            if (!old.equals(now)) {
                compared = Math.min(compared + old.length() + now.length(), MOST_COMPARED + 1);
                changed.add(new FieldDiff(
                        field.isEmpty() ? "answer" : field,
                        compared > MOST_COMPARED ? WordDiff.replaced(old, now) : WordDiff.of(old, now)));
            }
        }
        return changed;
    }
}
