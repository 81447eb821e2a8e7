package dev.caravan.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.task.ReviewRule;
import dev.caravan.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a person must see an answer that breaks no rule. */
final class ReviewReasons {
    private final @Nullable ReviewRule when;
    private final Sample sample;

    ReviewReasons(Task.Review review) {
        String condition = review.when();
        when = condition == null ? null : ReviewRule.compile(condition);
        sample = new Sample(review.samplePercent());
    }

    /**
     * The first reason is the code, the detail has all of them. The sample comes first: it says how good all answers are, so
     * it must not lose those that a rule takes too.
     */
    Verdict of(JsonNode value, byte[] json, Asked asked, Findings remarks) {
        List<String> codes = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        if (sample.has(asked.recordId())) {
            codes.add("review.sample");
            reasons.add("chosen at random (" + sample + ")");
        }
        if (asked.alternative()) {
            codes.add("review.alternative");
            reasons.add("answered by the model that a deadline moved it to");
        }
        if (when != null) {
            when.reason(value).ifPresent(reason -> {
                codes.add("review.when");
                reasons.add(reason);
            });
        }
        if (codes.isEmpty()) {
            return remarks.none() ? Verdict.valid(json) : Verdict.sanitized(remarks.fields(), json);
        }
        if (!remarks.none()) {
            reasons.add("HTML was cleaned in " + remarks.fields());
        }
        return Verdict.review(codes.get(0), String.join("; also ", reasons), json);
    }
}
