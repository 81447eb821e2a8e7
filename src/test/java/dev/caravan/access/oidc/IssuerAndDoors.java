package dev.caravan.access.oidc;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import dev.caravan.model.Vault;
import dev.caravan.testkit.OidcIssuer;
import dev.caravan.testkit.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The doors of Caravan with users of the file, and an issuer beside them. */
final class IssuerAndDoors implements AutoCloseable {
    private static final Pattern ALERT = Pattern.compile("<p class=\"flash trouble\" role=\"alert\">([^<]*)</p>");

    final TestClock clock = new TestClock();
    final OidcIssuer issuer;
    final ConsoleServer server;
    private final Ledger ledger;

    /** @param section what stands below {@code oidc:} beside issuer and id, and beside the secret if it has none */
    IssuerAndDoors(Path folder, String section) throws IOException {
        this(folder, section, name -> null, true);
    }

    /** The same where nobody is in the file. */
    static IssuerAndDoors withoutUsers(Path folder, String section) throws IOException {
        return new IssuerAndDoors(folder, section, name -> null, false);
    }

    /** @param vault gives a secret, or null where there is none */
    IssuerAndDoors(Path folder, String section, Function<String, @Nullable String> vault) throws IOException {
        this(folder, section, vault, true);
    }

    private IssuerAndDoors(Path folder, String section, Function<String, @Nullable String> vault, boolean withUsers)
            throws IOException {
        int port = Ports.free();
        issuer = new OidcIssuer("http://localhost:" + port, clock);
        Path config = ConsoleServer.users(folder.resolve("config"));
        Path users = config.resolve("users.yaml");
        Files.writeString(users, (withUsers ? Files.readString(users) : "") + section(issuer, section));
        ledger = SqliteLedger.open(folder.resolve("caravan.db"), clock);
        server = ConsoleServer.start(
                config,
                context -> {
                    context.registerBean(Clock.class, () -> clock);
                    context.registerBean(Ledger.class, () -> ledger);
                    context.registerBean(
                            Vault.class,
                            () -> name -> Optional.ofNullable(vault.apply(name))
                                    .orElseThrow(() -> new IllegalStateException("No secret " + name)));
                },
                own(port));
    }

    static String section(OidcIssuer issuer, String more) {
        return "oidc:\n  issuer: " + issuer.url() + "\n  client-id: " + OidcIssuer.CLIENT
                + (more.contains("client-secret:") ? "\n" : "\n  client-secret: ${TEST_OIDC_SECRET}\n")
                + more.indent(2);
    }

    static String[] own(int port) {
        return new String[] {
            "--server.port=" + port,
            "--caravan.public-url=http://localhost:" + port,
            "--TEST_OIDC_SECRET=" + OidcIssuer.SECRET,
            "--logging.level.dev.caravan.access.oidc=WARN"
        };
    }

    static HttpResponse<String> follow(Client client, HttpResponse<String> reply) {
        return client.send(HttpRequest.newBuilder(
                        URI.create(reply.headers().firstValue("Location").orElseThrow()))
                .build());
    }

    /** Presses the button and goes where that leads, to the issuer and back; the reply to coming back. */
    static HttpResponse<String> login(Client client) {
        return follow(client, follow(client, client.get("/login/start")));
    }

    static String location(HttpResponse<String> reply) {
        return reply.headers().firstValue("Location").orElse("none").replaceFirst("^http://localhost:\\d+", "");
    }

    /** Where a login ends, and what the page there says. */
    static String told(Client client, HttpResponse<String> reply) {
        String path = location(reply);
        HttpResponse<String> page = client.get(path);
        Matcher alert = ALERT.matcher(page.body());
        return path + " " + page.statusCode() + " " + (alert.find() ? alert.group(1) : page.body());
    }

    /** What a login of somebody new ends with. */
    String told() {
        Client client = server.client();
        return told(client, login(client));
    }

    @Override
    public void close() {
        server.close();
        ledger.close();
        issuer.close();
    }
}
