package dev.caravan.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sample said; written as JSON for programs.
 *
 * @param asked one for each record that was asked about, in the order of the file
 * @param advice sentences for people
 */
public record Report(
        String task,
        String model,
        @JsonProperty("prompt_version") int version,
        List<Asked> asked,
        Sum sum,
        Whole whole,
        List<String> advice) {

    /**
     * One record.
     *
     * @param verdict {@code valid}, {@code review}, {@code invalid} or {@code error}
     * @param code as a record of a batch would get it
     * @param output what would be published; null if nothing
     * @param answer what the model said where nothing of it would be published; null if that is nothing, too
     * @param findings every broken rule
     */
    public record Asked(
            long line,
            @JsonProperty("source_id") String sourceId,
            String verdict,
            String code,
            String detail,
            @JsonRawValue @Nullable String output,
            @Nullable String answer,
            List<String> findings,
            @JsonProperty("tokens_in") int tokensIn,
            @JsonProperty("tokens_out") int tokensOut,
            @JsonProperty("usd") double usd,
            @JsonProperty("latency_ms") long millis) {}

    /**
     * Of those that were asked about.
     *
     * @param refusals of the model, or its content filter; they count as invalid too
     * @param invalidRate of those that were answered
     */
    public record Sum(
            int valid,
            int review,
            int invalid,
            int errors,
            int refusals,
            @JsonProperty("invalid_rate") double invalidRate,
            @JsonProperty("refusal_rate") double refusalRate,
            @JsonProperty("tokens_in") long tokensIn,
            @JsonProperty("tokens_out") long tokensOut,
            double usd,
            @JsonProperty("max_invalid_rate") @Nullable Double maxInvalidRate) {

        /** Whether more is invalid than the task's canary allows. */
        @JsonProperty("too_many_invalid")
        public boolean tooManyInvalid() {
            return maxInvalidRate != null && invalidRate > maxInvalidRate;
        }
    }

    /**
     * The whole file, projected from the sample.
     *
     * @param refused rows that the task would not take; @param reasons of the first of them
     * @param batchSeconds how long the task's last batches took; null if it has none
     */
    public record Whole(
            long rows,
            long refused,
            @JsonProperty("refused_because") List<String> reasons,
            @JsonProperty("real_time_usd") double realTimeUsd,
            @JsonProperty("real_time_seconds") long realTimeSeconds,
            @JsonProperty("batch_usd") double batchUsd,
            @JsonProperty("batch_seconds") @Nullable Long batchSeconds,
            @JsonProperty("priced") boolean priced) {}
}
