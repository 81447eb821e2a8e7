package dev.caravan.bench;

import dev.caravan.batch.BatchInHand;
import dev.caravan.batch.Submit;
import dev.caravan.ledger.BatchState;
import dev.caravan.provider.JobStatus;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Not measured: takes every batch to the provider and back, and writes what the provider would have answered. */
final class ProviderStep implements Step {
    private static final String ID = "\"custom_id\":\"";
    private static final String TICKET = "Ticket ID: ";

    private final Stages stages;
    private final Path results;
    private final Map<Long, Integer> requests = new HashMap<>();

    ProviderStep(Stages stages, Path results) {
        this.stages = stages;
        this.results = results;
    }

    @Override
    public void run() throws IOException {
        Submit submit = stages.submit();
        try (BufferedWriter members = Files.newBufferedWriter(results.resolve("members.csv"))) {
            members.write("custom_id,source_id\n");
            for (BatchInHand batch = submit.claim(); batch != null; batch = submit.claim()) {
                submit.begin(batch);
                batch.getAttempt().uploaded("file-" + batch.getId(), null);
                submit.creating(batch);
                requests.put(batch.getId(), batch.getAttempt().requests());
                answers(batch, members);
                batch.getAttempt().accepted("job-" + batch.getId());
            }
        }
        while (ended() < requests.size()) {
            stages.poll().claim().forEach(this::completed);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private long ended() {
        return stages.ledger().counts().batches().states().getOrDefault(BatchState.COLLECTING, 0L);
    }

    private void completed(BatchInHand batch) {
        int all = requests.getOrDefault(batch.getId(), 0);
        Map<String, String> files = Map.of("results", "answers-" + batch.getId());
        batch.getPoll().status(new JobStatus(batch.getProviderId(), "completed", true, all, all, 0, files, null));
    }

    private void answers(BatchInHand batch, BufferedWriter members) throws IOException {
        try (var lines = new BufferedReader(
                        new InputStreamReader(batch.getAttempt().openRequests(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(results.resolve("answers-" + batch.getId()))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String id = between(line, ID, "\"");
                String ticket = between(line, TICKET, "\\n");
                members.write(id + "," + ticket + "\n");
                out.write(Answers.line(id, ticket, number++));
            }
        }
    }

    private static String between(String line, String before, String after) {
        int from = line.indexOf(before) + before.length();
        return line.substring(from, line.indexOf(after, from));
    }

    @Override
    public void check() {
        if (requests.isEmpty() || ended() != requests.size()) {
            throw new IllegalStateException(
                    "not every batch ended: " + stages.ledger().counts().batches());
        }
    }
}
