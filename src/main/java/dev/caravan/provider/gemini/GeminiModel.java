package dev.caravan.provider.gemini;

/** Names of models in paths. */
final class GeminiModel {
    private GeminiModel() {}

    /** @throws IllegalArgumentException if the model's name could lead elsewhere */
    static String name(String given) {
        String model = given.replaceFirst("^models/", "");
        if (!model.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new IllegalArgumentException("\"" + given + "\" is no name of a Gemini model");
        }
        return model;
    }
}
