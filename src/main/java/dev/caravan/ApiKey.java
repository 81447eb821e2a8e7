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
import java.util.List;
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
    private static final List<String> NAMES = List.of("name", "workspace", "roles", "expires", LIST, REVOKE);

    private final PrintStream out;
    private final PrintStream err;

    ApiKey(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Returns the exit code. */
    int run(String[] options) {
        var given = new SimpleCommandLinePropertySource(options);
        String wrong = wrong(given);
        if (wrong != null) {
            err.println("key: " + wrong);
            return CaravanApplication.WRONG_USE;
        }
        return Properties.read(options, environment -> {
            try (LedgerDoor door = new DataFolder(environment).door()) {
                return with(given, door.apiKeys());
            } catch (LedgerException e) {
                err.println("key: " + e.getMessage()
                        + ". Nothing was done. A ledger is made by the first start of Caravan; --caravan.data=<folder> names"
                        + " another folder");
                return 1;
            } catch (IllegalArgumentException e) {
                err.println("key: " + e.getMessage() + ". Nothing was made");
                return CaravanApplication.WRONG_USE;
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

    private int with(SimpleCommandLinePropertySource given, ApiKeys keys) {
        String actor = System.getProperty("user.name", "unknown");
        if (given.containsProperty(LIST)) {
            Instant now = Clock.systemUTC().instant();
            keys.list().forEach(key -> out.println(line(key, now)));
            return 0;
        }
        if (given.containsProperty(REVOKE)) {
            String id = String.valueOf(given.getProperty(REVOKE));
            boolean revoked = keys.revoke(id, actor);
            (revoked ? out : err)
                    .println(
                            revoked
                                    ? "key: " + id + " is revoked; nobody comes in with it any more"
                                    : "key: there is no key " + id + " that could be revoked. --list shows all");
            return revoked ? 0 : 1;
        }
        Made made = new Keys(keys, Clock.systemUTC())
                .make(new Wanted(
                        String.valueOf(given.getProperty("name")),
                        or(given, "workspace", Workspace.DEFAULT),
                        Arrays.asList(or(given, "roles", "").split(",", -1)),
                        or(given, "expires", Keys.USUAL),
                        actor));
        err.println("key: this is the key. It is shown once and kept nowhere; " + line(made.key(), Instant.MIN));
        out.println(made.text());
        return 0;
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
