package dev.caravan.bench;

import dev.caravan.batch.BatchInHand;
import dev.caravan.batch.Poll;
import dev.caravan.batch.Submit;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Ledger;
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
    private static final String[] CATEGORIES = {"billing", "bug", "how_to", "account", "delivery"};

    private final Ledger ledger;
    private final Submit submit;
    private final Poll poll;
    private final Path results;
    private final Map<Long, Integer> requests = new HashMap<>();

    ProviderStep(Ledger ledger, Submit submit, Poll poll, Path results) {
        this.ledger = ledger;
        this.submit = submit;
        this.poll = poll;
        this.results = results;
    }

    @Override
    public void run() throws IOException {
        Files.createDirectories(results);
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
            poll.claim().forEach(this::completed);
            LockSupport.parkNanos(100_000_000);
        }
    }

    private long ended() {
        return ledger.counts().batches().states().getOrDefault(BatchState.COLLECTING, 0L);
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
                out.write(answer(id, ticket, number++));
            }
        }
    }

    private static String between(String line, String before, String after) {
        int from = line.indexOf(before) + before.length();
        return line.substring(from, line.indexOf(after, from));
    }

    private static String answer(String id, String ticket, int number) {
        String said = "{\"ticket_id\":\"" + ticket + "\",\"category\":\"" + CATEGORIES[number % CATEGORIES.length]
                + "\",\"priority\":\"normal\",\"summary\":\"The customer reports order " + number
                + " and asks for an answer soon.\",\"language\":\"en\",\"confidence\":0.9" + number % 10 + "}";
        return "{\"id\":\"batch_req_" + number + "\",\"custom_id\":\"" + id
                + "\",\"response\":{\"status_code\":200,\"request_id\":\"req_" + number
                + "\",\"body\":{\"id\":\"chatcmpl-" + number
                + "\",\"object\":\"chat.completion\",\"created\":1795000000,\"model\":\"gpt-5-mini\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + said.replace("\"", "\\\"")
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":70,\"completion_tokens\":40,"
                + "\"total_tokens\":110}}},\"error\":null}\n";
    }

    @Override
    public void check() {
        if (requests.isEmpty() || ended() != requests.size()) {
            throw new IllegalStateException(
                    "not every batch ended: " + ledger.counts().batches());
        }
    }
}
