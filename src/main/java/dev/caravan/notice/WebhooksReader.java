package dev.caravan.notice;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.Suggestion;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code webhooks.yaml}, which need not be there. */
public final class WebhooksReader {
    private static final String FILE = "webhooks.yaml";
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,62}";
    private static final String PREFIX = "whsec_";
    private static final int LEAST_KEY = 24;
    private static final int MOST_KEY = 64;
    /** Each is sent to by a thread of its own, and Camel has ten for that. */
    private static final int MOST = 10;

    private final OutgoingHosts hosts;
    private final Tasks tasks;
    private final Placeholders placeholders;

    private WebhooksReader(OutgoingHosts hosts, Tasks tasks, Placeholders placeholders) {
        this.hosts = hosts;
        this.tasks = tasks;
        this.placeholders = placeholders;
    }

    /**
     * Reads what can be read; everything else is a problem.
     *
     * @param configDir folder that holds the file
     */
    public static Webhooks read(
            Path configDir, OutgoingHosts hosts, Tasks tasks, Placeholders placeholders, Problems problems) {
        Path file = configDir.resolve(FILE);
        List<Webhook> webhooks = new ArrayList<>();
        if (Files.exists(file)) {
            WebhooksReader reader = new WebhooksReader(hosts, tasks, placeholders);
            YamlFile.read(file, placeholders, problems).ifPresent(top -> {
                top.allow("webhooks");
                YamlMap all = top.get("webhooks").required().map();
                all.values()
                        .forEach((name, value) -> reader.webhook(name, value).ifPresent(webhooks::add));
                if (webhooks.size() > MOST) {
                    top.get("webhooks").problem(webhooks.size() + " webhooks", "At most " + MOST);
                }
            });
        }
        return new Webhooks(webhooks);
    }

    /** Names in the file, right or wrong as the rest of it may be. */
    public static Set<String> names(Path configDir) {
        Path file = configDir.resolve(FILE);
        return !Files.exists(file)
                ? Set.of()
                : YamlFile.read(file, Placeholders.none(), new Problems())
                        .map(top -> top.get("webhooks").map().values().keySet())
                        .orElse(Set.of());
    }

    private Optional<Webhook> webhook(String name, YamlValue value) {
        if (!value.named(name, NAME)) {
            value.problem("\"" + name + "\" can't be the name of a webhook", "Small letters, digits and hyphens");
        }
        YamlMap map = value.map();
        map.allow("url", "secret", "events", "workspace", "tasks");
        YamlValue where = map.get("url").required();
        URI url = where.text().map(text -> url(text, where)).orElse(null);
        byte[] key = key(name, map.get("secret").required());
        List<String> events = map.get("events").texts();
        Set<String> allowed = EventTypes.allowed();
        events.stream()
                .filter(event -> !map.get("events").among(event, allowed))
                .forEach(event -> map.get("events")
                        .problem("Unknown event \"" + event + "\"", Suggestion.allowed(event, allowed)));
        Set<String> wanted = new TreeSet<>(map.get("tasks").texts());
        Set<String> known = tasks.byName().keySet();
        wanted.stream()
                .filter(task -> !known.contains(task))
                .forEach(task ->
                        map.get("tasks").problem("Unknown task \"" + task + "\"", Suggestion.allowed(task, known)));
        String workspace = map.get("workspace").text().orElse(null);
        Set<String> workspaces =
                tasks.byName().values().stream().map(Task::workspace).collect(Collectors.toCollection(TreeSet::new));
        if (workspace != null && !workspaces.contains(workspace)) {
            map.get("workspace")
                    .problem(
                            "No task is in workspace \"" + workspace + "\"", Suggestion.allowed(workspace, workspaces));
        }
        return url == null ? Optional.empty() : Optional.of(new Webhook(name, url, key, events, workspace, wanted));
    }

    private @Nullable URI url(String text, YamlValue where) {
        URI url;
        try {
            url = URI.create(text.strip());
        } catch (IllegalArgumentException notAnAddress) {
            url = URI.create("");
        }
        boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            where.problem(
                    "Not an address to send to",
                    "Allowed: http:// or https:// with a host, without name and password in it");
            return null;
        }
        if (!hosts.names(url.getHost())) {
            where.problem(
                    "\"" + url.getHost() + "\" is not among the hosts that may be sent to",
                    "Add it to " + OutgoingHosts.SETTING + " in config/application.yaml");
        }
        return url;
    }

    /** An environment variable with a secret as the specification has it; its content is in no message. */
    private byte[] key(String name, YamlValue value) {
        String raw = value.raw().map(String::strip).orElse("");
        if (raw.isEmpty()) {
            return new byte[0];
        }
        String variable = name.toUpperCase(Locale.ROOT).replace('-', '_') + "_WEBHOOK_SECRET";
        if (!value.fits(raw, Placeholders.ONE) || Placeholders.hasDefault(raw)) {
            value.problem(
                    "The secret of webhook \"" + name + "\" is written into the file",
                    "Set an environment variable and name it here: ${" + variable + "}");
            return new byte[0];
        }
        String secret = placeholders.fill(raw).map(String::strip).orElse("");
        if (secret.isEmpty()) {
            value.problem(raw + " is not set", "Set it in the environment");
            return new byte[0];
        }
        try {
            byte[] key =
                    Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : "-");
            if (key.length >= LEAST_KEY && key.length <= MOST_KEY) {
                return key;
            }
        } catch (IllegalArgumentException notBase64) {
            // It is told below, as one that is too short.
        }
        value.problem(
                raw + " is not a secret for webhooks",
                "It is whsec_ and then " + LEAST_KEY + " to " + MOST_KEY
                        + " random bytes in base64: echo whsec_$(openssl rand -base64 32)");
        return new byte[0];
    }
}
