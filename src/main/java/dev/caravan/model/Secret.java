package dev.caravan.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A secret that no log, message or page can show by accident. */
public final class Secret {
    private static final int SHORTEST_KEY = 16;

    private final @Nullable Supplier<String> value;
    private final String variable;
    private final String closed;

    public Secret(String value) {
        this(() -> value, "", "");
    }

    private Secret(@Nullable Supplier<String> value, String variable, String closed) {
        this.value = value;
        this.variable = variable;
        this.closed = closed;
    }

    /** A secret that is looked up when it is used. */
    public static Secret from(Supplier<String> vault) {
        return new Secret(vault, "", "");
    }

    /** A secret whose environment variable is not set. Only work that needs it is a problem. */
    static Secret absent(String variable) {
        return new Secret(null, variable, "");
    }

    /** A secret that is there and can't be read. Whatever needs it waits. @param why one sentence without full stop */
    public static Secret closed(String why) {
        return new Secret(null, "", why);
    }

    /** The variable to set; empty if the secret is there. */
    public Optional<String> missingVariable() {
        return value == null && closed.isEmpty() ? Optional.of(variable) : Optional.empty();
    }

    /** Why it can't be read, as a sentence without full stop; empty if it is not closed. */
    public Optional<String> whyClosed() {
        return Optional.of(closed).filter(why -> !why.isEmpty());
    }

    /** Whether there is a value to be asked for. */
    public boolean isThere() {
        return value != null;
    }

    /**
     * The value itself, for the one place that sends it.
     *
     * @throws IllegalStateException if it is not set, naming the variable, or can't be read, saying why
     */
    public String reveal() {
        if (value == null) {
            throw new IllegalStateException(closed.isEmpty() ? "${" + variable + "} is not set" : closed);
        }
        return value.get();
    }

    /**
     * The text without the value, for what others say: some providers repeat the key that they refuse. A value of fewer than
     * 16 characters is no key of any provider, and may be a word of the text.
     */
    public String maskIn(String text) {
        try {
            String said = value == null ? "" : value.get();
            return said.length() < SHORTEST_KEY ? text : text.replace(said, toString());
        } catch (IllegalStateException notGiven) {
            return text;
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
