package dev.caravan.console.review;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A field that two answers have differently. */
record FieldDiff(String field, List<WordDiff.Piece> pieces) {

    /** The fields that differ, in their order; a field that only one of them has counts as empty in the other. */
    static List<FieldDiff> between(@Nullable String before, @Nullable String after) {
        Map<String, String> from = Leaves.of(before);
        Map<String, String> to = Leaves.of(after);
        Set<String> fields = new LinkedHashSet<>(to.keySet());
        fields.addAll(from.keySet());
        List<FieldDiff> changed = new ArrayList<>();
        for (String field : fields) {
            String old = from.getOrDefault(field, "");
            String now = to.getOrDefault(field, "");
            if (!old.equals(now)) {
                changed.add(new FieldDiff(field.isEmpty() ? "answer" : field, WordDiff.of(old, now)));
            }
        }
        return changed;
    }
}
