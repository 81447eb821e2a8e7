package dev.caravan.access.oidc;

import static dev.caravan.access.oidc.IssuerAndDoors.location;
import static dev.caravan.access.oidc.IssuerAndDoors.login;
import static dev.caravan.access.oidc.IssuerAndDoors.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.testkit.OidcIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** An issuer that is away, slow, or another than it was. */
@ExtendWith(OutputCaptureExtension.class)
class OidcIssuerTest {
    private static final String SECTION = "default: {roles: [read]}\nlabel: Example SSO\ncontact: the test team\n";
    private static final String AWAY =
            "/login?oidc=away 200 Example SSO does not answer as it should. Try again in a while;"
                    + " if it stays so, tell the test team.";

    @TempDir
    Path folder;

    private static UnaryOperator<Map<String, Object>> with(String key, Object value) {
        return said -> {
            Map<String, Object> other = new HashMap<>(said);
            other.put(key, value);
            return other;
        };
    }

    private static String begin(IssuerAndDoors doors) {
        Client client = doors.server.client();
        return told(client, client.get("/login/start"));
    }

    @Test
    void caravanStartsWithoutTheIssuerAndFindsItWhenItIsBack(CapturedOutput log) throws IOException {
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION)) {
            OidcIssuer issuer = doors.issuer;
            String path = "/.well-known/openid-configuration";
            assertThat(issuer.calls()).isEmpty();
            issuer.instead(path, call -> OidcIssuer.json(call, 503, Map.of()));
            assertThat(begin(doors)).isEqualTo(AWAY);
            issuer.instead(path, call -> OidcIssuer.redirect(call, issuer.url() + "/elsewhere"));
            assertThat(begin(doors)).isEqualTo(AWAY);
            issuer.instead(path, call -> {
                call.sendResponseHeaders(200, 2);
                call.getResponseBody().write("no".getBytes());
            });
            assertThat(begin(doors)).isEqualTo(AWAY);
            issuer.asUsual();
            List<UnaryOperator<Map<String, Object>>> wrong = List.of(
                    with("issuer", issuer.url() + "/"),
                    with("token_endpoint", "http://elsewhere.example/token"),
                    with("jwks_uri", 7),
                    with("end_session_endpoint", "javascript:alert(1)"),
                    with("response_types_supported", "code"));
            wrong.forEach(one -> {
                issuer.description(one);
                assertThat(begin(doors)).isEqualTo(AWAY);
            });
            issuer.asUsual();
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            assertThat(issuer.calls()).doesNotContain("/elsewhere");
            String of = "The issuer's " + issuer.url() + path + " is of no use: ";
            assertThat(log.getAll()
                            .lines()
                            .filter(line -> line.contains("(away): "))
                            .map(line -> line.substring(line.indexOf("(away): ") + 8)))
                    .containsExactly(
                            of + "it answers 503",
                            of + "it answers 302",
                            of + "it is no JSON object",
                            of + "it calls itself \"" + issuer.url() + "/\", and oidc: issuer in users.yaml is \""
                                    + issuer.url() + "\"; the two must be the same to the letter",
                            of + "its token_endpoint is no https:// address",
                            of + "its jwks_uri is no https:// address",
                            of + "its end_session_endpoint is no https:// address",
                            of + "it can't be understood");
        }
    }

    @Test
    void anIssuerThatCanNotBeReachedIsToldOfAtTheFirstStep(CapturedOutput log) throws IOException {
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION)) {
            doors.issuer.close();
            assertThat(begin(doors)).isEqualTo(AWAY);
            assertThat(log).contains("is of no use: ConnectException");
            assertThat(log).doesNotContain("\tat ");
        }
    }

    @Test
    void aSecretOfAVaultIsLookedUpWithEachLogin(CapturedOutput log) throws IOException {
        Map<String, String> vault = new ConcurrentHashMap<>();
        try (IssuerAndDoors doors =
                new IssuerAndDoors(folder, SECTION + "client-secret: \"{{vault:oidc}}\"\n", vault::get)) {
            assertThat(begin(doors)).isEqualTo(AWAY);
            assertThat(log).contains("(away): The client-secret can't be looked up: No secret {{vault:oidc}}");
            vault.put("{{vault:oidc}}", "wrong");
            assertThat(doors.told()).isEqualTo(AWAY);
            vault.put("{{vault:oidc}}", OidcIssuer.SECRET);
            Client client = doors.server.client();
            assertThat(location(login(client))).isEqualTo("/");
            vault.clear();
            client.get("/login");
            assertThat(location(client.post("/logout", Map.of()))).startsWith(doors.issuer.url() + "/logout?");
        }
    }

    @Test
    void aNewKeyOfTheIssuerIsAskedForAndMadeUpOnesNotEachTime() throws Exception {
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION)) {
            OidcIssuer issuer = doors.issuer;
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            assertThat(Collections.frequency(issuer.calls(), "/jwks")).isEqualTo(1);
            issuer.tokens().rotateToRsa();
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            assertThat(Collections.frequency(issuer.calls(), "/jwks")).isEqualTo(2);
            issuer.tokens().signWithForeignKey();
            for (int i = 0; i < 4; i++) {
                assertThat(doors.told()).startsWith("/login?oidc=untrusted ");
            }
            assertThat(Collections.frequency(issuer.calls(), "/jwks")).isEqualTo(2);
        }
    }

    @Test
    void whenTheKeysCanNotBeReadTheTokenIsNotToBlame(CapturedOutput log) throws IOException {
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION)) {
            doors.issuer.instead("/jwks", call -> OidcIssuer.json(call, 500, Map.of()));
            assertThat(doors.told()).isEqualTo(AWAY);
            assertThat(log).contains("it answers 500");
            doors.issuer.instead("/jwks", call -> OidcIssuer.json(call, 200, Map.of("no", "keys")));
            assertThat(doors.told()).isEqualTo(AWAY);
        }
    }

    @Test
    void anIssuerThatDoesNotAnswerHoldsFewThreads() throws Exception {
        CountDownLatch arrived = new CountDownLatch(Issuer.AT_ONCE);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService people = Executors.newCachedThreadPool();
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION + "timeout: 1m\n")) {
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
            doors.issuer.instead("/token", call -> {
                arrived.countDown();
                await(go);
            });
            List<Future<String>> waiting = new ArrayList<>();
            for (int i = 0; i < Issuer.AT_ONCE; i++) {
                waiting.add(people.submit(() -> doors.told()));
            }
            assertThat(arrived.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(doors.told())
                    .isEqualTo("/login?oidc=busy 200 Too many people are logging in. Try again in a moment.");
            go.countDown();
            for (Future<String> one : waiting) {
                assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo(AWAY);
            }
            doors.issuer.asUsual();
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
        } finally {
            go.countDown();
            people.shutdownNow();
        }
    }

    @Test
    void whoWaitsForTheSameAnswerWaitsOnce() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService people = Executors.newCachedThreadPool();
        CompletionService<String> told = new ExecutorCompletionService<>(people);
        String path = "/.well-known/openid-configuration";
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION + "timeout: 1m\n")) {
            assertThat(doors.server.client().get("/login").statusCode()).isEqualTo(200);
            doors.issuer.instead(path, call -> {
                await(go);
                OidcIssuer.json(call, 503, Map.of());
            });
            for (int i = 0; i < Issuer.AT_ONCE + 1; i++) {
                told.submit(() -> begin(doors));
            }
            assertThat(told.take().get()).startsWith("/login?oidc=busy ");
            go.countDown();
            for (int i = 0; i < Issuer.AT_ONCE; i++) {
                assertThat(told.take().get()).isEqualTo(AWAY);
            }
            // Whoever has taken a turn and not yet joined those who wait asks for itself.
            assertThat(Collections.frequency(doors.issuer.calls(), path)).isBetween(1, 2);
            doors.issuer.asUsual();
            assertThat(location(login(doors.server.client()))).isEqualTo("/");
        } finally {
            go.countDown();
            people.shutdownNow();
        }
    }

    @Test
    void anAnswerThatDoesNotComeOrDripsEndsWithTheTimeOfTheCall() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (IssuerAndDoors doors = new IssuerAndDoors(folder, SECTION + "timeout: 3s\n")) {
            doors.issuer.instead("/token", call -> await(go));
            assertThat(doors.told()).isEqualTo(AWAY);
            doors.issuer.instead("/token", call -> {
                call.getResponseHeaders().set("Content-Type", "application/json");
                call.sendResponseHeaders(200, 0);
                call.getResponseBody().write("{".getBytes());
                call.getResponseBody().flush();
                await(go);
            });
            assertThat(doors.told()).isEqualTo(AWAY);
        } finally {
            go.countDown();
        }
    }

    private static void await(CountDownLatch go) throws IOException {
        try {
            go.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
