package dev.caravan.provider;

import dev.caravan.model.Setting;
import java.util.List;
import java.util.Map;

/** What a protocol with {@link Recovery#UNREVOCABLE} creates asks of its credentials: declare them in its settings. */
public final class DoubtSettings {
    private static final String EXCLUSIVE = "exclusive-workspace";

    /** For protocols that find their batches by a label or an input: all that there is to choose. */
    public static final Setting ON_DOUBT = Setting.oneOf(
            "on-doubt",
            List.of("again", "hold"),
            "when a create in doubt was not found after the grace: send its records again, or hold them for a person");

    public static final List<Setting> ALL = List.of(
            Setting.oneOf(
                    EXCLUSIVE,
                    List.of("false", "true"),
                    "true if nobody but this ledger makes batches in the credential's workspace: then the only unknown"
                            + " batch of the right size is ours"),
            ON_DOUBT);

    private DoubtSettings() {}

    public static boolean exclusive(Map<String, String> settings) {
        return "true".equals(settings.get(EXCLUSIVE));
    }

    /** Whether records wait for a person instead of going again. */
    public static boolean holds(Map<String, String> settings) {
        return "hold".equals(settings.get(ON_DOUBT.name()));
    }
}
