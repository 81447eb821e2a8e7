package dev.caravan.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An account at each simulated provider, for one installation that has them all; names are those of the surfaces. */
public final class SimulatedAccounts implements AutoCloseable {
    private static final int LEAST_OF_BEDROCK = 100;

    private final GcsServer storage = new GcsServer("trial");
    private final S3Server s3 = new S3Server("caravan-in", "caravan-out");
    private final Map<String, String> models = new LinkedHashMap<>();
    private final Map<String, String> credentials = new LinkedHashMap<>();

    public SimulatedAccounts() {
        plain("openai", "simulator", "model: gpt-5-mini, thinking: low");
        plain("azure", "simulator-azure", "model: gpt-5-mini, thinking: low");
        plain("mistral", "simulator-mistral", "model: mistral-small-latest");
        plain("anthropic", "simulator-anthropic", "model: claude-sonnet-5-5, parameters: {max_tokens: 4000}");
        plain("gemini", "simulator-gemini", "model: gemini-3.5-flash, thinking: low");
        credentials.put(
                "vertex",
                ("{provider: simulator-vertex, secret: \"${TRIAL_KEY:%s}\", settings:"
                                + " {project: trial, bucket: \"gs://trial/caravan\", storage-url: \"%s\"}}")
                        .formatted(storage.token(), storage.endpoint()));
        models.put("vertex", "model: gemini-2.5-flash, thinking: low");
        credentials.put(
                "bedrock",
                ("{provider: simulator-bedrock, secret: \"${TRIAL_KEY:%s}\", settings: {input: \"s3://caravan-in/requests/\","
                                + " output: \"s3://caravan-out/results/\", role-arn: \"arn:aws:iam::111122223333:role/batch\","
                                + " region: %s, access-key: %s, s3-url: \"%s\"}}")
                        .formatted(S3Server.SECRET_KEY, S3Server.REGION, S3Server.ACCESS_KEY, s3.endpoint()));
        models.put(
                "bedrock",
                "model: eu.anthropic.claude-haiku-4-5-20251001-v1:0, parameters: {inferenceConfig: {maxTokens: 16000}}");
    }

    private void plain(String name, String provider, String model) {
        credentials.put(name, "{provider: " + provider + ", secret: \"${TRIAL_KEY:simulated}\"}");
        models.put(name, model);
    }

    /**
     * The names that a system property has, separated by commas.
     *
     * @param otherwise its value if it is not set; {@code all} for all
     */
    public List<String> names(String property, String otherwise) {
        String chosen = System.getProperty(property, otherwise);
        List<String> names = chosen.equals("all") ? List.copyOf(models.keySet()) : List.of(chosen.split(","));
        if (!models.keySet().containsAll(names)) {
            throw new IllegalArgumentException("-D" + property + "=" + chosen + ": there are " + models.keySet());
        }
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
        return ("{\"vertex\": {\"storage\": \"%s\", \"token\": \"%s\", \"echo\": 0},"
                        + " \"gemini\": {\"processing\": 1}}")
                .formatted(storage.endpoint(), storage.token());
    }

    /** The same as options of its process. */
    public List<String> simulatorOptions() {
        return List.of(
                "--caravan.simulator.s3.endpoint=" + s3.endpoint(),
                "--caravan.simulator.s3.access-key=" + S3Server.ACCESS_KEY,
                "--caravan.simulator.s3.secret-key=" + S3Server.SECRET_KEY);
    }

    @Override
    public void close() {
        storage.close();
        s3.close();
    }
}
