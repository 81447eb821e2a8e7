package dev.caravan;

import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Made;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.config.Suggestion;
import dev.caravan.ledger.ApiKeys;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.model.Workspace;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;

/**
 * The command {@code key}: makes an API key, lists all, or revokes one. It writes to the ledger itself, so it works whether
 * Caravan runs or not, and counts at once.
 */
final class ApiKey {
    private static final String LIST = "list";
    private static final String REVOKE = "revoke";
    private static final List<String> NAMES =
            List.of("name", "workspace", "roles", "expires", LIST, REVOKE, Voice.OPTION);

    private final PrintStream out;
    private final PrintStream err;

    ApiKey(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        Voice voice = Voice.of("key", options, out, err);
        var given = new SimpleCommandLinePropertySource(options);
        String wrong = wrong(given);
        if (wrong != null) {
            return voice.wrong(wrong);
        }
        return Properties.read(options, environment -> {
            try (LedgerDoor door = new DataFolder(environment).door()) {
                return with(given, door.apiKeys(), voice);
            } catch (LedgerException e) {
                return voice.failed(e.getMessage()
                        + ". Nothing was done. A ledger is made by the first start of Caravan; --caravan.data=<folder> names"
                        + " another folder");
            } catch (IllegalArgumentException e) {
                return voice.wrong(e.getMessage() + ". Nothing was made");
            }
        });
    }

    private static @Nullable String wrong(SimpleCommandLinePropertySource given) {
        String other = given.getProperty(CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME);
        if (other != null) {
            return "\"" + other + "\" is no option. Write --name=value";
        }
        for (String name : given.getPropertyNames()) {
            // Those with a dot are settings, such as caravan.data.
            if (!NAMES.contains(name) && name.indexOf('.') < 0) {
                return "--" + name + " is no option. " + Suggestion.allowed(name, NAMES);
            }
        }
        boolean makes = given.containsProperty("name") && given.containsProperty("roles");
        return makes || given.containsProperty(LIST) || given.containsProperty(REVOKE)
                ? null
                : "--name=<name> says for whom, --roles=submit what it opens (submit, read, review, operate, admin);"
                        + " --list shows all keys, --revoke=<id> ends one";
    }

    private static int with(SimpleCommandLinePropertySource given, ApiKeys keys, Voice voice) {
        String actor = System.getProperty("user.name", "unknown");
        if (given.containsProperty(LIST)) {
            Instant now = Clock.systemUTC().instant();
            keys.list().forEach(key -> {
                if (voice.json()) {
                    voice.document(document(key));
                } else {
                    voice.out().println(line(key, now));
                }
            });
            return 0;
        }
        if (given.containsProperty(REVOKE)) {
            String id = String.valueOf(given.getProperty(REVOKE));
            return keys.revoke(id, actor)
                    ? voice.done(
                            id + " is revoked; nobody comes in with it any more", Map.of("id", id, "state", "revoked"))
                    : voice.failed("there is no key " + id + " that could be revoked. --list shows all");
        }
        Made made = new Keys(keys, Clock.systemUTC())
                .make(new Wanted(
                        String.valueOf(given.getProperty("name")),
                        or(given, "workspace", Workspace.DEFAULT),
                        Arrays.asList(or(given, "roles", "").split(",", -1)),
                        or(given, "expires", Keys.USUAL),
                        actor));
        if (voice.json()) {
            Map<String, @Nullable Object> document = document(made.key());
            document.put("key", made.text());
            voice.document(document);
            return 0;
        }
        voice.err()
                .println("key: this is the key. It is shown once and kept nowhere; " + line(made.key(), Instant.MIN));
        voice.out().println(made.text());
        return 0;
    }

    /** As {@code GET /api/keys} has it. */
    private static Map<String, @Nullable Object> document(ApiKeys.ApiKey key) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("id", key.id());
        document.put("name", key.name());
        document.put("workspace", key.workspace());
        document.put("roles", new TreeSet<>(key.roles()));
        document.put("created_by", key.createdBy());
        document.put("created_at", key.createdAt().toString());
        document.put("expires_at", text(key.expiresAt()));
        document.put("revoked_at", text(key.revokedAt()));
        document.put("last_used_at", text(key.usedAt()));
        return document;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static String or(SimpleCommandLinePropertySource given, String name, String usual) {
        String value = given.getProperty(name);
        return value == null || value.isBlank() ? usual : value;
    }

    private static String line(ApiKeys.ApiKey key, Instant now) {
        String end = key.revokedAt() != null
                ? "revoked " + key.revokedAt()
                : key.expiresAt() == null
                        ? "never expires"
                        : (key.expired(now) ? "expired " : "expires ") + key.expiresAt();
        return "ck_" + key.id() + " " + key.name() + ", workspace " + key.workspace() + ", roles "
                + String.join(",", new TreeSet<>(key.roles())) + ", " + end + ", made by " + key.createdBy() + ", "
                + (key.usedAt() == null ? "never used" : "last used " + key.usedAt());
    }
}
