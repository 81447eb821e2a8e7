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
    private final boolean shared;
    private @Nullable SealKey current;

    private Keyring(@Nullable SealKey current, List<SealKey> old, KeyFile file, boolean shared) {
        this.current = current;
        this.old = List.copyOf(old);
        this.file = file;
        this.shared = shared;
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
        boolean shared = !environment.getProperty("caravan.ledger.url", "").isBlank();
        return new Keyring(current, old, file, shared);
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

    /**
     * Why nothing can be sealed, as an answer to whoever gave a secret; null if it can. A key that one node makes for itself
     * would be known to no other node on the ledger.
     */
    synchronized @Nullable String whyNot() {
        return current != null || !shared
                ? null
                : "can't be sealed: the ledger is in PostgreSQL, so all nodes need one key. Start them with CARAVAN_SECRETS_KEY ("
                        + KEY + "), 32 random bytes in base64, or give the name of an environment variable or of a"
                        + " vault's secret instead";
    }

    /**
     * @param about what the secret belongs to: it can be opened for nothing else
     * @throws IllegalStateException if {@link #whyNot()} has a reason
     */
    synchronized Sealed seal(String secret, String about) {
        if (current == null) {
            if (shared) {
                throw new IllegalStateException("A secret " + whyNot());
            }
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
