package dev.caravan.config;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills <code>${NAME}</code> and <code>${NAME:default}</code> in texts; a default is taken as it stands. */
public final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^${}:]+)(?::([^}]*))?\\}");

    private static final Pattern VAULT = Pattern.compile("\\{\\{[A-Za-z0-9-]+:[^{}\\s]+\\}\\}");

    /** One placeholder, with or without a default. */
    public static final String ONE = PLACEHOLDER.pattern();

    /** What a secret in a file looks like: one placeholder, or one name of a secret in a vault. */
    public static final String SECRET = ONE + "|" + VAULT.pattern();

    private final Function<String, Optional<String>> values;
    private final UnaryOperator<String> vault;

    /** @param values gives the value of a name; blank values count as not set */
    public Placeholders(Function<String, Optional<String>> values) {
        this(values, name -> {
            throw new IllegalStateException("No vault is asked here for " + name);
        });
    }

    /** @param vault gives the secret behind <code>{{vault:name}}</code>; asked when the secret is used, not before */
    public Placeholders(Function<String, Optional<String>> values, UnaryOperator<String> vault) {
        this.values = values;
        this.vault = vault;
    }

    /** Whether the text is one name of a secret in a vault, <code>{{vault:name}}</code>, and nothing else. */
    public static boolean isVault(String text) {
        return VAULT.matcher(text).matches();
    }

    /** The secret behind a name for which {@link #isVault} holds, looked up each time it is asked for. */
    public Supplier<String> vault(String name) {
        return () -> vault.apply(name);
    }

    /** No name has a value; only defaults are filled in. */
    public static Placeholders none() {
        return new Placeholders(name -> Optional.empty());
    }

    /** Whether the text is one placeholder and nothing else. */
    public static boolean isOne(String text) {
        return PLACEHOLDER.matcher(text).matches();
    }

    /** The text with its placeholders filled; empty if one of them has neither value nor default. */
    public Optional<String> fill(String text) {
        if (!missing(text).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        value(found.group(1), found.group(2)).orElse(""))));
    }

    /** Whether the text is one placeholder with a default. */
    public static boolean hasDefault(String text) {
        Matcher found = PLACEHOLDER.matcher(text);
        return found.matches() && found.group(2) != null;
    }

    /** Names in the text that have neither value nor default, in order. */
    public Set<String> missing(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher found = PLACEHOLDER.matcher(text);
        while (found.find()) {
            if (value(found.group(1), found.group(2)).isEmpty()) {
                names.add(found.group(1));
            }
        }
        return names;
    }

    private Optional<String> value(String name, @Nullable String fallback) {
        return values.apply(name).filter(value -> !value.isBlank()).or(() -> Optional.ofNullable(fallback));
    }
}
