package dev.caravan.access;

import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everybody in {@code users.yaml}, as it was at the start. */
public final class Users {
    public static final String FILE = "users.yaml";

    /** What else stands in the file: people who log in elsewhere. */
    public static final String OIDC = "oidc";

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,62}";
    private static final String BCRYPT = "\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}";

    private final Map<String, User> byName;

    Users(Map<String, User> byName) {
        this.byName = byName;
    }

    /**
     * Reads what can be read; everything else is a problem. Without the file there is nobody.
     *
     * @param configDir folder that holds it
     */
    public static Users read(Path configDir, Problems problems) {
        return readFile(configDir.resolve(FILE), problems);
    }

    static Users readFile(Path file, Problems problems) {
        Map<String, User> users = new LinkedHashMap<>();
        if (Files.exists(file)) {
            YamlFile.read(file, new Placeholders(name -> Optional.empty()), problems)
                    .ifPresent(top -> {
                        top.allow("users", OIDC);
                        top.get("users").map().values().forEach((name, value) -> user(name, value, users));
                    });
        }
        return new Users(users);
    }

    private static void user(String name, YamlValue value, Map<String, User> users) {
        YamlMap map = value.map();
        map.allow("password", "roles", "workspaces");
        if (!value.named(name, NAME)) {
            value.problem(
                    "\"" + name + "\" can't be the name of a user",
                    "Use letters, digits and . _ @ -, at most 63 characters");
        }
        YamlValue password = map.get("password").required();
        String hash = password.raw().orElse("");
        if (password.present() && !password.fits(hash, BCRYPT)) {
            password.problem(
                    "The password of user \"" + name + "\" is not a bcrypt hash",
                    "Let the command make it: java -jar caravan.jar user --name=" + name);
        }
        users.put(name, new User(name, hash, roles(map.get("roles").required()), Set.copyOf(Workspace.names(map))));
    }

    /** The roles in a list; a problem if there is none, or one of them is unknown. */
    public static Set<Role> roles(YamlValue value) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        List<String> words = value.texts();
        for (String word : words) {
            if (value.among(word, Role.words())) {
                Role.of(word).ifPresent(roles::add);
            } else {
                value.problem("Unknown role \"" + word + "\"", "Allowed: " + String.join(", ", Role.words()));
            }
        }
        if (value.present() && words.isEmpty()) {
            value.problem("Without a role nothing can be done", "Allowed: " + String.join(", ", Role.words()));
        }
        return roles;
    }

    public Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Whether somebody has this name, or one that people would take for it. */
    public boolean isTaken(String name) {
        return byName.keySet().stream().anyMatch(name::equalsIgnoreCase);
    }

    /** The one that takes longest to compare with: two digits of a hash are its cost. Empty if there is nobody. */
    Optional<String> slowestHash() {
        return byName.values().stream().map(User::hash).max(Comparator.comparing(hash -> hash.substring(4, 6)));
    }

    public boolean isEmpty() {
        return byName.isEmpty();
    }
}
