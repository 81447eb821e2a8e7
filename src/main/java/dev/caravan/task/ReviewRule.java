package dev.caravan.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code review.when}: comparisons of answer fields, and {@code contains(list or text, item)}. Thread-safe. */
public final class ReviewRule {
    private final Condition condition;

    private ReviewRule(Condition condition) {
        this.condition = condition;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException saying what can't be understood
     */
    public static ReviewRule compile(String when) {
        return new ReviewRule(Condition.compile(when));
    }

    /**
     * Holds it against the schema of the answers.
     *
     * @return what can never work, such as a text compared with a number; empty if nothing is wrong
     */
    public Optional<String> against(String schema) {
        return new TypeCheck(AnswerTypes.of(schema), Set.of()).problem(condition.tree());
    }

    /** Top-level answer fields it looks at. */
    public Set<String> fields() {
        return condition.fields();
    }

    /** Why a person must see this answer; empty if nobody needs to. A field that is missing is a reason. */
    public Optional<String> reason(JsonNode answer) {
        Decision decision = decide(answer);
        return decision.open() != null
                ? Optional.of(decision.open())
                : decision.holds() ? Optional.of(condition.text()) : Optional.empty();
    }

    /** Whether an answer fulfils it; a field that is missing or of another kind than it compares leaves that open. */
    public Decision decide(JsonNode answer) {
        try {
            Map<String, Object> values = new LinkedHashMap<>();
            for (String field : fields()) {
                Object value = AnswerValues.of(answer.path(field));
                if (value == null) {
                    return new Decision(false, "\"" + field + "\" is missing: " + condition.text());
                }
                values.put(field, value);
            }
            return condition
                    .holds(values)
                    .map(holds -> new Decision(holds, null))
                    .orElseGet(() -> new Decision(false, condition.text() + " is neither true nor false"));
        } catch (IllegalArgumentException e) {
            return new Decision(false, condition.text() + " can't be decided: " + e.getMessage());
        }
    }

    /** @param open why it can't be told, as a sentence; null if it can */
    public record Decision(boolean holds, @Nullable String open) {}
}
