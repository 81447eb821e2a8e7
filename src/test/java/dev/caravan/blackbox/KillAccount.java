package dev.caravan.blackbox;

import java.util.List;

/**
 * A provider that Caravan is killed with.
 *
 * @param name for the table
 * @param models content of models.yaml, with a batch model {@code chat}
 * @param simulatorSettings JSON
 * @param simulatorOptions of the simulator's process
 * @param least fewest records of a batch
 */
record KillAccount(String name, String models, String simulatorSettings, List<String> simulatorOptions, int least) {

    /** One that needs nothing beside its simulator. */
    static KillAccount simple(String provider, String model, String options) {
        return new KillAccount(provider, """
                credentials:
                  trial: {provider: %s, secret: "${TRIAL_KEY:simulated}"}
                batch-models:
                  chat: {credential: trial, model: "%s"%s}
                """.formatted(provider, model, options), "{}", List.of(), 1);
    }

    /** The protocol of the simulated provider. */
    String protocol() {
        String name = name().replaceFirst("^simulator-?", "");
        return name.isEmpty() || name.equals("azure") ? "openai" : name;
    }

    @Override
    public String toString() {
        return name;
    }
}
