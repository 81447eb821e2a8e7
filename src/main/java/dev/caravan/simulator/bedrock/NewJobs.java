package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Finding;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Accepts jobs; one at a time, so that no name and no token is taken twice. */
final class NewJobs {
    static final String ARN = "jobArn";

    private static final String ID = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 12;
    private static final int ACCOUNT_AT = 4;

    private final Random random = new SecureRandom();
    private final Jobs jobs;
    private final Inputs inputs;
    private final SimulatorSettings settings;

    NewJobs(Jobs jobs, Inputs inputs, SimulatorSettings settings) {
        this.jobs = jobs;
        this.inputs = inputs;
        this.settings = settings;
    }

    /** Returns the ARN: of a new job, or of the one that this token made before. */
    synchronized String create(ObjectNode wanted, String region) throws IOException {
        CreateRules.check(wanted);
        Model model = Models.need(wanted.path("modelId").asText());
        Optional<JobView> before = before(wanted);
        if (before.isPresent()) {
            return before.get().vendor().path(ARN).asText();
        }
        room(model);
        String account = wanted.path("roleArn").asText().split(":")[ACCOUNT_AT];
        String id = id();
        ObjectNode vendor = wanted.deepCopy();
        vendor.put(
                ARN,
                "arn:aws:bedrock:%s:%s:model-invocation-job/%s"
                        .formatted(region, account.isEmpty() ? "111122223333" : account, id));
        Path file = jobs.scratch();
        try {
            S3Uri address = CreateRules.address(wanted, "input");
            @Nullable Finding doom = inputs.fetch(address, file, vendor);
            jobs.create(new NewJob(id, vendor, file, Json.write(wanted), doom));
        } finally {
            Files.delete(file);
        }
        return vendor.path(ARN).asText();
    }

    private Optional<JobView> before(ObjectNode wanted) {
        String token = wanted.path("clientRequestToken").asText();
        Optional<JobView> same =
                token.isEmpty() ? Optional.empty() : jobs.any(job -> has(job, "clientRequestToken", token));
        if (same.isPresent()) {
            for (String member : Json.names(wanted)) {
                if (!wanted.path(member).equals(same.get().vendor().path(member))) {
                    throw BedrockException.conflict(
                            "The client request token was used before, with another '%s'.".formatted(member));
                }
            }
            return same;
        }
        String name = wanted.path("jobName").asText();
        if (jobs.any(job -> has(job, "jobName", name)).isPresent()) {
            throw BedrockException.conflict("A job with the name '%s' exists already.".formatted(name));
        }
        return same;
    }

    private static boolean has(JobView job, String member, String value) {
        return job.vendor().path(member).asText().equals(value);
    }

    private void room(Model model) {
        int most = settings.of(BedrockSurface.NAME).path("maxJobs").asInt();
        long running = jobs.ids().stream()
                .flatMap(id -> jobs.peek(id).stream())
                .filter(job -> !job.state().isFinal())
                .filter(job ->
                        Models.need(job.vendor().path("modelId").asText()).equals(model))
                .count();
        if (running >= most) {
            throw BedrockException.quota(
                    "Your account has %d submitted and in-progress batch inference jobs of %s; no more than %d are allowed."
                            .formatted(running, model.id(), most));
        }
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID.charAt(random.nextInt(ID.length())));
        }
        return id.toString();
    }
}
