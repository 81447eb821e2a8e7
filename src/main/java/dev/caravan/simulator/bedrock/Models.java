package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.bedrock.Model.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The models there are for batches, and how a job may name them. */
final class Models {
    static final List<Model> ALL = List.of(
            profiled("anthropic.claude-opus-4-6-v1", Kind.CLAUDE_EFFORT),
            profiled("anthropic.claude-sonnet-4-6", Kind.CLAUDE_EFFORT),
            profiled("anthropic.claude-sonnet-4-5-20250929-v1:0", Kind.CLAUDE_BUDGET),
            profiled("anthropic.claude-haiku-4-5-20251001-v1:0", Kind.CLAUDE_BUDGET),
            own("amazon.nova-pro-v1:0", Kind.NOVA),
            own("amazon.nova-lite-v1:0", Kind.NOVA),
            own("amazon.nova-micro-v1:0", Kind.NOVA),
            new Model("meta.llama3-3-70b-instruct-v1:0", Kind.LLAMA, Set.of("us")),
            new Model("meta.llama4-maverick-17b-instruct-v1:0", Kind.LLAMA, Set.of("us")),
            own("amazon.titan-embed-text-v2:0", Kind.TITAN),
            own("amazon.titan-embed-image-v1", Kind.TITAN_IMAGE),
            own("cohere.embed-english-v3", Kind.COHERE),
            own("cohere.embed-multilingual-v3", Kind.COHERE));

    private static final Pattern ARN = Pattern.compile(
            "arn:aws[a-z-]*:bedrock:[a-z0-9-]+:(?:\\d{12})?:(?:foundation-model|inference-profile)/([^/]+)");
    private static final Pattern PROFILE = Pattern.compile("(us|eu|apac|jp|au|global)\\.(.+)");

    private Models() {}

    private static Model profiled(String id, Kind kind) {
        return new Model(id, kind, Set.of("us", "eu", "global"));
    }

    private static Model own(String id, Kind kind) {
        return new Model(id, kind, Set.of());
    }

    /** Throws what the create call answers if a job can't name it so. */
    static Model need(String identifier) {
        Matcher arn = ARN.matcher(identifier);
        String name = arn.matches() ? String.valueOf(arn.group(1)) : identifier;
        Matcher profile = PROFILE.matcher(name);
        String id = profile.matches() ? String.valueOf(profile.group(2)) : name;
        Model model = find(id).orElseThrow(
                        () -> BedrockException.invalid("The provided model identifier is invalid: " + identifier));
        if (profile.matches() && !model.profiles().contains(profile.group(1))) {
            throw BedrockException.invalid("The provided model identifier is invalid: " + identifier);
        }
        if (!profile.matches() && !model.profiles().isEmpty()) {
            throw BedrockException.invalid(
                    "Batch inference of model ID %s isn't supported. Retry your request with the ID or ARN of an inference profile that contains this model."
                            .formatted(id));
        }
        return model;
    }

    static Optional<Model> find(String id) {
        return ALL.stream().filter(model -> model.id().equals(id)).findFirst();
    }
}
