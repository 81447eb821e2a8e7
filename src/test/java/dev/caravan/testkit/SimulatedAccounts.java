package dev.caravan.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An account at each simulated provider, for one installation that has them all; names are those of the surfaces. */
public final class SimulatedAccounts implements AutoCloseable {
    private static final int LEAST_OF_BEDROCK = 100;

    private static final List<String> ALL =
            List.of("openai", "azure", "mistral", "anthropic", "gemini", "vertex", "bedrock");

    private final List<String> names;
    private final Map<String, String> models = new LinkedHashMap<>();
    private final Map<String, String> credentials = new LinkedHashMap<>();
    private @Nullable GcsServer storage;
    private @Nullable S3Server s3;

    /**
     * Starts the storage that the chosen ones need.
     *
     * @param property system property with names, separated by commas
     * @param otherwise its value if it is not set; {@code all} for all
     */
    public SimulatedAccounts(String property, String otherwise) {
        String chosen = System.getProperty(property, otherwise);
        names = chosen.equals("all") ? ALL : List.of(chosen.split(","));
        if (!ALL.containsAll(names)) {
            throw new IllegalArgumentException("-D" + property + "=" + chosen + ": there are " + ALL);
        }
        plain("openai", "simulator", "model: gpt-5-mini, thinking: low");
        plain("azure", "simulator-azure", "model: gpt-5-mini, thinking: low");
        plain("mistral", "simulator-mistral", "model: mistral-small-latest");
        plain("anthropic", "simulator-anthropic", "model: claude-sonnet-5-5, parameters: {max_tokens: 4000}");
        plain("gemini", "simulator-gemini", "model: gemini-3.5-flash, thinking: low");
        if (names.contains("vertex")) {
            storage = vertex();
        }
        if (names.contains("bedrock")) {
            s3 = bedrock();
        }
    }

    private GcsServer vertex() {
        GcsServer server = new GcsServer("trial");
        credentials.put(
                "vertex",
                ("{provider: simulator-vertex, secret: \"${TRIAL_KEY:%s}\", settings:"
                                + " {project: trial, bucket: \"gs://trial/caravan\", storage-url: \"%s\"}}")
                        .formatted(server.token(), server.endpoint()));
        models.put("vertex", "model: gemini-2.5-flash, thinking: low");
        return server;
    }

    private S3Server bedrock() {
        S3Server server = new S3Server("caravan-in", "caravan-out");
        credentials.put(
                "bedrock",
                ("{provider: simulator-bedrock, secret: \"${TRIAL_KEY:%s}\", settings: {input: \"s3://caravan-in/requests/\","
                                + " output: \"s3://caravan-out/results/\", role-arn: \"arn:aws:iam::111122223333:role/batch\","
                                + " region: %s, access-key: %s, s3-url: \"%s\"}}")
                        .formatted(S3Server.SECRET_KEY, S3Server.REGION, S3Server.ACCESS_KEY, server.endpoint()));
        models.put(
                "bedrock",
                "model: eu.anthropic.claude-haiku-4-5-20251001-v1:0, parameters: {inferenceConfig: {maxTokens: 16000}}");
        return server;
    }

    private void plain(String name, String provider, String model) {
        credentials.put(name, "{provider: " + provider + ", secret: \"${TRIAL_KEY:simulated}\"}");
        models.put(name, model);
    }

    /** Those that were chosen. */
    public List<String> names() {
        return names;
    }

    /** Fewest records of a batch of this account. */
    public int least(String name) {
        return name.equals("bedrock") ? LEAST_OF_BEDROCK : 1;
    }

    /**
     * Content of models.yaml.
     *
     * @param batchModels names of batch models, each with the account that it is of
     */
    public String models(Map<String, String> batchModels) {
        StringBuilder yaml = new StringBuilder("credentials:\n");
        batchModels.values().stream()
                .distinct()
                .forEach(name -> yaml.append("  %s: %s%n".formatted(name, credentials.get(name))));
        yaml.append("batch-models:\n");
        batchModels.forEach(
                (model, name) -> yaml.append("  %s: {credential: %s, %s}%n".formatted(model, name, models.get(name))));
        return yaml.toString();
    }

    /** What the simulator must know of the storage, and a Google AI that works on uploads for a while: JSON for its settings. */
    public String simulatorSettings() {
        String gemini = "\"gemini\": {\"processing\": 1}";
        return storage == null
                ? "{" + gemini + "}"
                : "{\"vertex\": {\"storage\": \"%s\", \"token\": \"%s\", \"echo\": 0}, %s}"
                        .formatted(storage.endpoint(), storage.token(), gemini);
    }

    /** The same as options of its process. */
    public List<String> simulatorOptions() {
        return s3 == null
                ? List.of()
                : List.of(
                        "--caravan.simulator.s3.endpoint=" + s3.endpoint(),
                        "--caravan.simulator.s3.access-key=" + S3Server.ACCESS_KEY,
                        "--caravan.simulator.s3.secret-key=" + S3Server.SECRET_KEY);
    }

    @Override
    public void close() {
        if (storage != null) {
            storage.close();
        }
        if (s3 != null) {
            s3.close();
        }
    }
}
