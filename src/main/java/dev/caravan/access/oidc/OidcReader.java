package dev.caravan.access.oidc;

import dev.caravan.access.Users;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.config.YamlFile;
import dev.caravan.config.YamlMap;
import dev.caravan.config.YamlValue;
import dev.caravan.model.Secret;
import dev.caravan.model.Workspace;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code oidc:} of {@code users.yaml}, which need not be there. */
public final class OidcReader {
    /** The setting that says under which address people open Caravan. */
    public static final String HERE = "caravan.public-url";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SESSION = Duration.ofHours(12);
    private static final List<String> SCOPES = List.of("profile", "email");
    private static final String CLOSED = "An https:// address with a host; http:// only for localhost";

    private final YamlMap map;
    private final Placeholders placeholders;

    private OidcReader(YamlMap map, Placeholders placeholders) {
        this.map = map;
        this.placeholders = placeholders;
    }

    /**
     * Reads what can be read; everything else is a problem.
     *
     * @param configDir folder that holds the file
     * @param here what {@link #HERE} is set to; null if it is not
     */
    public static Optional<OidcSettings> read(
            Path configDir, @Nullable String here, Placeholders placeholders, Problems problems) {
        Path file = configDir.resolve(Users.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return YamlFile.read(file, placeholders, problems)
                .map(top -> top.get(Users.OIDC))
                .filter(YamlValue::present)
                .map(section -> new OidcReader(section.map(), placeholders).settings(here, problems));
    }

    private OidcSettings settings(@Nullable String here, Problems problems) {
        map.allow(
                "issuer",
                "client-id",
                "client-secret",
                "scopes",
                "name-claim",
                "groups-claim",
                "groups",
                "default",
                "required",
                "email-domains",
                "label",
                "contact",
                "local",
                "user-info",
                "session",
                "timeout");
        URI own = here(here, problems);
        OidcSettings.Client client = client();
        Grants grants = grants();
        Claims claims = claims();
        String host = Addresses.of(client.issuer()).map(URI::getHost).orElse("");
        OidcSettings.Shown shown = new OidcSettings.Shown(
                map.get("label").text(host),
                map.get("contact").text("whoever runs Caravan"),
                map.get("local").bool(true));
        return new OidcSettings(client, claims, grants, session(), shown, own);
    }

    private static URI here(@Nullable String text, Problems problems) {
        String given = text == null ? "" : text.strip();
        Optional<URI> here = Addresses.of(given.replaceFirst("/$", ""))
                .filter(url -> url.getRawPath().isEmpty() && url.getRawQuery() == null);
        if (here.isEmpty()) {
            problems.add(
                    HERE,
                    0,
                    given.isEmpty()
                            ? "Nothing says under which address people open Caravan, and oidc: in users.yaml needs it"
                            : "\"" + given + "\" is no address under which people open Caravan",
                    CLOSED + ", without a path: https://caravan.example");
        }
        return here.orElse(URI.create("https://caravan.invalid"));
    }

    private OidcSettings.Client client() {
        YamlValue issuer = map.get("issuer").required();
        String address = issuer.text().map(String::strip).orElse("");
        if (issuer.present()
                && Addresses.of(address)
                        .filter(url -> url.getRawQuery() == null)
                        .isEmpty()) {
            issuer.problem("\"" + address + "\" can't be an issuer", CLOSED + ", as the issuer writes it itself");
        }
        String id = map.get("client-id").required().text().map(String::strip).orElse("");
        Duration lasts = duration("timeout", TIMEOUT, Duration.ofMillis(1), Duration.ofMinutes(1), "1ms to 1m");
        return new OidcSettings.Client(
                address,
                id,
                secret(map.get("client-secret").required()),
                scopes(),
                lasts,
                map.get("user-info").bool(false));
    }

    private Duration session() {
        return duration("session", SESSION, Duration.ofMinutes(1), Duration.ofDays(30), "1m to 30d");
    }

    private Duration duration(String key, Duration standard, Duration least, Duration most, String expected) {
        YamlValue value = map.get(key);
        Duration given = value.duration(standard);
        if (given.compareTo(least) < 0 || given.compareTo(most) > 0) {
            value.problem("\"" + key + "\" is too short or too long", "Expected " + expected);
        }
        return given;
    }

    private Secret secret(YamlValue value) {
        String raw = value.raw().map(String::strip).orElse("");
        if (Placeholders.isVault(raw)) {
            return Secret.from(placeholders.vault(raw));
        }
        if (!raw.isEmpty() && (!value.fits(raw, Placeholders.SECRET) || Placeholders.hasDefault(raw))) {
            value.problem(
                    "The client-secret is written into the file",
                    "Set an environment variable and name it here: ${CARAVAN_OIDC_SECRET}, or a secret of a vault:"
                            + " {{vault:name}}");
            return new Secret("");
        }
        return new Secret(value.text().map(String::strip).orElse(""));
    }

    private List<String> scopes() {
        List<String> scopes = new ArrayList<>(List.of("openid"));
        YamlValue value = map.get("scopes");
        for (String scope : value.present() ? value.texts() : SCOPES) {
            if (!value.fits(scope, "[\\x21\\x23-\\x5B\\x5D-\\x7E]+")) {
                value.problem("\"" + scope + "\" can't be a scope", "One word each, such as [profile, email]");
            } else if (!scopes.contains(scope)) {
                scopes.add(scope);
            }
        }
        return scopes;
    }

    private Claims claims() {
        Map<String, List<String>> required = new LinkedHashMap<>();
        map.get("required").map().values().forEach((claim, value) -> {
            List<String> values =
                    value.isList() ? value.texts() : value.text().map(List::of).orElse(List.of());
            if (values.isEmpty() && value.present()) {
                value.problem("\"" + claim + "\" must be something", "Name the value, or a list of values");
            }
            required.put(claim, values);
        });
        YamlValue domains = map.get("email-domains");
        if (domains.isEmptyList()) {
            domains.problem("\"email-domains\" names none", "Name one, or leave the key out: that is all of them");
        }
        return new Claims(
                map.get("name-claim").text().orElse(null),
                map.get("groups-claim").text("groups"),
                required,
                domains.texts().stream().map(domain -> domain(domain, domains)).toList());
    }

    private static String domain(String text, YamlValue where) {
        if (!where.fits(text, "[A-Za-z0-9.-]+")) {
            where.problem("\"" + text + "\" can't be a domain", "What is behind the @ of an address: example.com");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private Grants grants() {
        Map<String, Grant> groups = new LinkedHashMap<>();
        map.get("groups").map().values().forEach((group, value) -> groups.put(group, grant(value)));
        YamlValue others = map.get("default");
        if (groups.isEmpty() && !others.present()) {
            map.get("groups")
                    .problem(
                            "Nobody who logs in by oidc: has a role",
                            "Give groups one (groups: {reviewers: {roles: [review]}}), or everybody (default: {roles: [read]})");
        }
        return new Grants(groups, others.present() ? grant(others) : null);
    }

    private static Grant grant(YamlValue value) {
        YamlMap one = value.map();
        one.allow("roles", "workspaces");
        return new Grant(Users.roles(one.get("roles").required()), Set.copyOf(Workspace.names(one)));
    }
}
