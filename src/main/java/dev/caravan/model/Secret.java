package dev.caravan.model;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A secret that no log, message or page can show by accident. */
public final class Secret {
    private final @Nullable Supplier<String> value;
    private final String variable;

    public Secret(String value) {
        this(() -> value, "");
    }

    private Secret(@Nullable Supplier<String> value, String variable) {
        this.value = value;
        this.variable = variable;
    }

    /** A secret that is looked up when it is used. */
    public static Secret from(Supplier<String> vault) {
        return new Secret(vault, "");
    }

    /** A secret whose environment variable is not set. Only work that needs it is a problem. */
    static Secret absent(String variable) {
        return new Secret(null, variable);
    }

    /** The variable to set; empty if the secret is there. */
    public Optional<String> missingVariable() {
        return value == null ? Optional.of(variable) : Optional.empty();
    }

    /**
     * The value itself, for the one place that sends it.
     *
     * @throws IllegalStateException if it is not set, naming the variable
     */
    public String reveal() {
        if (value == null) {
            throw new IllegalStateException("${" + variable + "} is not set");
        }
        return value.get();
    }

    @Override
    public String toString() {
        return "***";
    }
}
