package dev.caravan.setup;

import dev.caravan.config.Problems;
import dev.caravan.ledger.Setups.Sealed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The key that seals, and those that may still open what was sealed earlier. Thread-safe. */
final class Keyring {
    static final String KEY = "caravan.secrets.key";
    static final String OLD_KEYS = "caravan.secrets.old-keys";

    private final KeyFile file;
    private final List<SealKey> old;
    private @Nullable SealKey current;

    private Keyring(@Nullable SealKey current, List<SealKey> old, KeyFile file) {
        this.current = current;
        this.old = List.copyOf(old);
        this.file = file;
    }

    /** Reads the settings, or the file beside the ledger where they give no key. Nothing is made. */
    static Keyring read(Environment environment, Path data, Problems problems) {
        KeyFile file = new KeyFile(data);
        List<SealKey> old = new ArrayList<>();
        Binder.get(environment)
                .bind(OLD_KEYS, Bindable.listOf(String.class))
                .orElse(List.of())
                .forEach(text -> key(OLD_KEYS, text, problems).ifPresent(old::add));
        String given = environment.getProperty(KEY, "");
        SealKey current = given.isBlank() ? null : key(KEY, given, problems).orElse(null);
        try {
            SealKey made = file.read().orElse(null);
            if (made != null && current == null && given.isBlank()) {
                current = made;
            } else if (made != null) {
                old.add(made);
            }
        } catch (IOException e) {
            problems.add(file.path().toString(), 0, "The key of secrets can't be read: " + e.getMessage());
        }
        return new Keyring(current, old, file);
    }

    private static Optional<SealKey> key(String setting, String text, Problems problems) {
        Optional<SealKey> key = SealKey.of(text);
        if (key.isEmpty()) {
            problems.add(
                    setting,
                    0,
                    "What is given here is no key",
                    "It must be 32 random bytes in base64, as openssl rand -base64 32 prints them. The value is not shown");
        }
        return key;
    }

    /** @param about what the secret belongs to: it can be opened for nothing else */
    synchronized Sealed seal(String secret, String about) {
        if (current == null) {
            current = file.make();
        }
        return current.seal(secret, about);
    }

    /** Empty if no key opens it. */
    synchronized Optional<String> open(Sealed sealed, String about) {
        return all().stream().flatMap(key -> key.open(sealed, about).stream()).findFirst();
    }

    /** Whether another key than the one that seals now is needed to open it. */
    synchronized boolean isOld(Sealed sealed) {
        return current != null && !sealed.key().equals(current.id());
    }

    /** Why nothing opens it: one sentence without full stop. */
    synchronized String why(Sealed sealed) {
        List<SealKey> keys = all();
        boolean known = keys.stream().anyMatch(key -> key.id().equals(sealed.key()));
        return known
                ? "it was changed since it was sealed, or the entry that it belongs to was"
                : "it was sealed with the key " + sealed.key() + ", and "
                        + (keys.isEmpty()
                                ? "there is no key now"
                                : "the keys given now are "
                                        + keys.stream().map(SealKey::id).collect(Collectors.joining(", ")))
                        + " (" + KEY + ", " + OLD_KEYS + " or " + file.path() + ")";
    }

    private List<SealKey> all() {
        List<SealKey> all = new ArrayList<>(old);
        if (current != null) {
            all.add(0, current);
        }
        return all;
    }
}
