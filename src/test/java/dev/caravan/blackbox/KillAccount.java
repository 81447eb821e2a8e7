package dev.caravan.blackbox;

import java.util.List;
import java.util.Map;

/**
 * A provider that Caravan is killed with, or several at once.
 *
 * @param name for the table
 * @param models content of models.yaml, with a batch model of the name of each task
 * @param simulatorSettings JSON
 * @param simulatorOptions of the simulator's process
 * @param tasks each with the fewest records of a batch
 */
record KillAccount(
        String name,
        String models,
        String simulatorSettings,
        List<String> simulatorOptions,
        Map<String, Integer> tasks) {

    /** One that needs nothing beside its simulator. */
    static KillAccount simple(String provider, String model, String options) {
        return new KillAccount(provider, """
                credentials:
                  trial: {provider: %s, secret: "${TRIAL_KEY:simulated}"}
                batch-models:
                  chat: {credential: trial, model: "%s"%s}
                """.formatted(provider, model, options), "{}", List.of(), Map.of("chat", 1));
    }

    /** The protocol of the simulated provider; empty if there are several. */
    String protocol() {
        if (tasks.size() > 1) {
            return "";
        }
        String name = name().replaceFirst("^simulator-?", "");
        return name.isEmpty() || name.equals("azure") ? "openai" : name;
    }

    @Override
    public String toString() {
        return name;
    }
}
