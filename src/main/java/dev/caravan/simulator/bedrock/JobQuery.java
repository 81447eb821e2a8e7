package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.JobView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which jobs a list is to show, newest first unless it says otherwise. */
record JobQuery(Map<String, String> query) {
    private static final Set<String> KEYS = Set.of(
            "submitTimeAfter",
            "submitTimeBefore",
            "statusEquals",
            "nameContains",
            "maxResults",
            "nextToken",
            "sortBy",
            "sortOrder");
    private static final String STATUS = "statusEquals";
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    /** @param next the token of the next page; empty = there is none */
    record Page(List<JobView> jobs, String next) {}

    static JobQuery of(Map<String, String> query) {
        for (String key : query.keySet()) {
            if (!KEYS.contains(key)) {
                throw BedrockException.invalid("Unknown parameter '%s'.".formatted(key));
            }
        }
        oneOf(query, STATUS, JobWire.STATUSES);
        oneOf(query, "sortBy", List.of("CreationTime"));
        oneOf(query, "sortOrder", List.of("Ascending", "Descending"));
        String name = query.getOrDefault("nameContains", "a");
        if (!CreateRules.NAME.matcher(name).matches()) {
            throw CreateRules.constraint(name, "nameContains", "Member must satisfy " + CreateRules.NAME);
        }
        String most = query.getOrDefault("maxResults", "1");
        if (!most.matches("\\d{1,4}") || Integer.parseInt(most) < 1 || Integer.parseInt(most) > MOST) {
            throw CreateRules.constraint(most, "maxResults", "Member must be between 1 and " + MOST);
        }
        return new JobQuery(query);
    }

    boolean byStatus() {
        return query.containsKey(STATUS);
    }

    boolean fits(JobView job) {
        String status = JobWire.status(job);
        return query.getOrDefault(STATUS, status).equals(status)
                && job.vendor().path("jobName").asText().contains(query.getOrDefault("nameContains", ""))
                && job.createdMillis() > time("submitTimeAfter", Long.MIN_VALUE)
                && job.createdMillis() < time("submitTimeBefore", Long.MAX_VALUE);
    }

    /** @param fitting newest first */
    Page page(List<JobView> fitting) {
        List<JobView> sorted = new ArrayList<>(fitting);
        if (query.getOrDefault("sortOrder", "Descending").equals("Ascending")) {
            Collections.reverse(sorted);
        }
        int from = from(sorted);
        int most = Integer.parseInt(query.getOrDefault("maxResults", String.valueOf(USUAL)));
        List<JobView> page = sorted.subList(from, Math.min(sorted.size(), from + most));
        boolean more = from + page.size() < sorted.size();
        return new Page(page, more ? token(page.get(page.size() - 1).id()) : "");
    }

    private int from(List<JobView> sorted) {
        String token = query.get("nextToken");
        if (token == null) {
            return 0;
        }
        for (int i = 0; i < sorted.size(); i++) {
            if (token(sorted.get(i).id()).equals(token)) {
                return i + 1;
            }
        }
        throw BedrockException.invalid("The nextToken is not one of a page before.");
    }

    private static String token(String lastId) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lastId.getBytes(StandardCharsets.UTF_8));
    }

    private long time(String key, long otherwise) {
        String time = query.get(key);
        try {
            return time == null
                    ? otherwise
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME
                            .parse(time, Instant::from)
                            .toEpochMilli();
        } catch (DateTimeParseException e) {
            throw CreateRules.constraint(time, key, "Member must be a timestamp of ISO 8601");
        }
    }

    private static void oneOf(Map<String, String> query, String key, List<String> allowed) {
        String value = query.get(key);
        if (value != null && !allowed.contains(value)) {
            throw CreateRules.constraint(value, key, "Member must satisfy enum value set: " + allowed);
        }
    }
}
