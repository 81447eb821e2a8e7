package dev.caravan.console.review;

import dev.caravan.console.Cut;
import dev.caravan.validation.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field of an answer or an input, with what is wrong about it.
 *
 * @param id for links to it
 * @param remarks what there is to know about it that is not wrong
 */
record Marks(String id, String field, Cut value, List<Finding> findings, List<Finding> remarks) {

    /** Whether a finding's path is this field's, or of something in it. */
    static boolean isWithin(String path, String field) {
        return path.equals(field)
                || path.startsWith(field) && !field.isEmpty() && ".[".indexOf(path.charAt(field.length())) >= 0;
    }

    static List<Marks> plain(@Nullable String json) {
        return marked("input", Leaves.of(json), List.of(), List.of());
    }

    /** Each finding stands at the field it names; where the answer has no such field, at a row of its own. */
    static List<Marks> answer(@Nullable String answer, List<Finding> findings, List<Finding> remarks) {
        return marked("field", Leaves.of(answer), findings, remarks);
    }

    private static List<Marks> marked(
            String kind, Map<String, String> leaves, List<Finding> findings, List<Finding> remarks) {
        Map<String, String> rows = new LinkedHashMap<>(leaves);
        for (Finding finding : findings) {
            String at = finding.field();
            boolean shown = at.isEmpty()
                    || rows.keySet().stream().anyMatch(field -> isWithin(at, field) || isWithin(field, at));
            if (!shown) {
                rows.put(at, "(missing)");
            }
        }
        List<Marks> marks = new ArrayList<>();
        rows.forEach((field, text) -> marks.add(
                new Marks(id(kind, field), field, Cut.of(text), about(field, findings), about(field, remarks))));
        return marks;
    }

    private static List<Finding> about(String field, List<Finding> all) {
        return all.stream()
                .filter(finding -> !finding.field().isEmpty()
                        && (isWithin(finding.field(), field) || isWithin(field, finding.field())))
                .toList();
    }

    /** The row that shows a finding. */
    static String rowOf(Finding finding, List<Marks> rows) {
        return rows.stream()
                .filter(row -> row.findings().contains(finding))
                .map(Marks::id)
                .findFirst()
                .orElse("");
    }

    private static String id(String kind, String field) {
        return kind + "-" + field.replaceAll("[^\\p{L}\\p{N}._\\[\\]-]", "_");
    }

    boolean broken() {
        return !findings.isEmpty();
    }
}
