package dev.caravan.provider.bedrock;

import dev.caravan.provider.RequestShape;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whose request format a model takes where a job hands bodies to models as they are. */
enum Family {
    CLAUDE,
    NOVA,
    LLAMA,
    TITAN,
    COHERE;

    static final String BY_MODEL = "by-model";

    private static final Map<String, Family> MAKERS = Map.of(
            "anthropic.claude",
            CLAUDE,
            "amazon.nova",
            NOVA,
            "meta.llama",
            LLAMA,
            "amazon.titan-embed",
            TITAN,
            "cohere.embed",
            COHERE);
    /** A model id, behind the region of an inference profile ({@code us.}, {@code global.}) or the path of an ARN. */
    private static final Pattern MODEL = Pattern.compile(
            "(?:^|[./])(anthropic\\.claude|amazon\\.nova(?!.*embed)|meta\\.llama|amazon\\.titan-embed|cohere\\.embed)");

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the setting says, else what the model's id says; empty if neither does. */
    static Optional<Family> of(RequestShape shape) {
        String setting = shape.settings().getOrDefault(BedrockSettings.FAMILY, BY_MODEL);
        for (Family family : values()) {
            if (family.word().equals(setting)) {
                return Optional.of(family);
            }
        }
        Matcher matcher = MODEL.matcher(shape.model());
        return matcher.find() ? Optional.ofNullable(MAKERS.get(matcher.group(1))) : Optional.empty();
    }

    /** @throws IllegalArgumentException if it is not known, telling how to say it */
    static Family need(RequestShape shape) {
        return of(shape)
                .orElseThrow(() -> new IllegalArgumentException("The id \"" + shape.model()
                        + "\" does not tell whose request format the model takes: set \"" + BedrockSettings.FAMILY
                        + "\" in the settings of the credential (claude, nova, llama, titan, cohere), "
                        + "or use the endpoint " + BedrockProtocol.CONVERSE));
    }
}
