package dev.caravan.provider.bedrock;

import dev.caravan.provider.Failure;
import dev.caravan.provider.Failure.Kind;
import dev.caravan.provider.JobStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Bedrock's words for how a job is doing, in common ones. */
final class BedrockStatus {
    private static final Map<String, String> WORDS = Map.of(
            "Submitted", "validating",
            "Validating", "validating",
            "Scheduled", "in_progress",
            "InProgress", "in_progress",
            "Stopping", "cancelling",
            "Completed", "completed",
            "PartiallyCompleted", "expired",
            "Stopped", "cancelled",
            "Expired", "expired",
            "Failed", "failed");
    private static final Set<String> TERMINAL =
            Set.of("Completed", "PartiallyCompleted", "Stopped", "Expired", "Failed");

    private BedrockStatus() {}

    static boolean isTerminal(Job job) {
        return TERMINAL.contains(job.status());
    }

    /** Whether there must be results: it ended by itself and counts records that it went through. */
    static boolean owesResults(Job job) {
        return (job.status().equals("Completed") || job.status().equals("PartiallyCompleted")) && job.processed() > 0;
    }

    /** Of a job that still runs. A word that nobody has heard of is {@code unknown}: it is asked again. */
    static JobStatus running(Job job) {
        return new JobStatus(
                job.id(),
                WORDS.getOrDefault(job.status(), "unknown"),
                false,
                job.total(),
                job.succeeded(),
                job.failed(),
                Map.of(),
                null);
    }

    /** Of a job that ended. The one result file holds answers and errors alike; the manifest's counts are better. */
    static JobStatus ended(Job job, Objects.Outputs outputs) {
        long processed = outputs.count("processedRecordCount").orElse(job.processed());
        return new JobStatus(
                job.id(),
                WORDS.getOrDefault(job.status(), "unknown"),
                true,
                outputs.count("totalRecordCount").orElse(job.total()),
                processed,
                outputs.count("errorRecordCount").orElse(job.failed()),
                files(outputs.results(), processed > 0),
                job.status().equals("Failed") ? failure(job.message()) : null);
    }

    /** Only the one file of a job that counts its records is held against the count. */
    private static Map<String, String> files(List<S3Place> results, boolean counted) {
        Map<String, String> files = new LinkedHashMap<>();
        if (results.size() == 1 && counted) {
            files.put("results", results.get(0).uri());
            return files;
        }
        for (int i = 0; i < results.size(); i++) {
            files.put("results-" + (i + 1), results.get(i).uri());
        }
        return files;
    }

    private static Failure failure(@Nullable String said) {
        String message = said == null || said.isBlank() ? "Bedrock failed the job without saying why" : said;
        String text = message.toLowerCase(Locale.ROOT);
        Kind kind = Kind.INVALID_REQUEST;
        if (text.matches("(?s).*(access denied|not authorized|accessdenied|permission|assume).*")) {
            kind = Kind.AUTH;
        } else if (text.matches("(?s).*(internal|try again|unavailable).*")) {
            kind = Kind.TRANSIENT;
        } else if (text.matches("(?s).*(throttl|quota exceeded|too many).*")) {
            kind = Kind.QUOTA;
        }
        return new Failure(kind, true, "failed", message, null, 0);
    }
}
