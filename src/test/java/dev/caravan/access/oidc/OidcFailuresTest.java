package dev.caravan.access.oidc;

import static dev.caravan.access.oidc.IssuerAndDoors.location;
import static dev.caravan.access.oidc.IssuerAndDoors.login;
import static dev.caravan.access.oidc.IssuerAndDoors.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.testkit.OidcIssuer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Logins that must not come about: each ends on the login page with a sentence, and in the log with one line. */
@ExtendWith(OutputCaptureExtension.class)
class OidcFailuresTest {
    private static final String UNTRUSTED =
            "/login?oidc=untrusted 200 What came from Example SSO could not be trusted, so nobody is logged in. Try again; if it"
                    + " stays so, tell the test team: the log of Caravan says why.";
    private static final String AWAY =
            "/login?oidc=away 200 Example SSO does not answer as it should. Try again in a while;"
                    + " if it stays so, tell the test team.";
    private static final String LATE =
            "/login?oidc=late 200 This login was not begun in this browser, or it took too long. Begin again.";

    @TempDir
    static Path folder;

    private static IssuerAndDoors doors;
    private static OidcIssuer issuer;

    @BeforeAll
    static void start() throws IOException {
        doors = new IssuerAndDoors(folder, "default: {roles: [read]}\nlabel: Example SSO\ncontact: the test team\n");
        issuer = doors.issuer;
        assertThat(location(login(doors.server.client()))).isEqualTo("/");
    }

    @AfterAll
    static void stop() {
        doors.close();
    }

    @AfterEach
    void rightAgain(CapturedOutput log) {
        issuer.asUsual();
        assertThat(location(login(doors.server.client()))).isEqualTo("/");
        assertThat(issuer.secrets()).isNotEmpty().noneMatch(log.getAll()::contains);
        assertThat(log.getAll()).doesNotContain(OidcIssuer.SECRET);
    }

    /** The lines about logins, without when and where from. */
    private static List<String> lines(CapturedOutput log) {
        return log.getAll()
                .lines()
                .filter(line -> line.contains("A login by OpenID Connect failed"))
                .map(line -> line.replaceFirst(".*failed from 127\\.0\\.0\\.1 ", "")
                        .replaceFirst("http://127\\.0\\.0\\.1:\\d+", "ISSUER"))
                .toList();
    }

    private static UnaryOperator<Map<String, Object>> with(String claim, Object value) {
        return claims -> {
            Map<String, Object> other = new HashMap<>(claims);
            other.put(claim, value);
            return other;
        };
    }

    @Test
    void aPersonWhoSaysNoIsToldSo(CapturedOutput log) {
        issuer.instead("/authorize", call -> issuer.refuse(call, "access_denied"));
        assertThat(doors.told())
                .isEqualTo(
                        "/login?oidc=denied 200 Example SSO did not log you in: it was cancelled there, or you may not"
                                + " use Caravan.");
        assertThat(lines(log)).containsExactly("(denied): access_denied");
    }

    @Test
    void whatIssuersWriteCannotForgeLinesOfTheLog(CapturedOutput log) {
        issuer.instead("/authorize", call -> issuer.refuse(call, "server_error\n12:00:00 ERROR forged"));
        assertThat(doors.told()).isEqualTo(AWAY);
        assertThat(lines(log)).containsExactly("(away): server_error 12:00:00 ERROR forged");
    }

    @Test
    void aReplyThatNobodyAskedForIsNoLogin(CapturedOutput log) {
        Client client = doors.server.client();
        assertThat(told(client, client.get("/login/oidc?code=stolen&state=guessed")))
                .isEqualTo(LATE);
        assertThat(told(client, client.get("/login/oidc"))).isEqualTo(LATE);
        assertThat(lines(log)).containsExactly("(late): authorization_request_not_found", "(late): invalid_request");
        assertThat(location(client.get("/audit"))).isEqualTo("/login");
    }

    @Test
    void aReplyToSomebodyElsesRequestIsNoLogin(CapturedOutput log) {
        Client attacker = doors.server.client();
        String reply = IssuerAndDoors.follow(attacker, attacker.get("/login/start"))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst("^http://localhost:\\d+", "");
        Client victim = doors.server.client();
        victim.get("/login/start");
        assertThat(told(victim, victim.get(reply))).isEqualTo(LATE);
        assertThat(location(victim.get("/audit"))).isEqualTo("/login");
        assertThat(lines(log)).containsExactly("(late): authorization_request_not_found");
    }

    @Test
    void aReplyCountsOnce() {
        Client client = doors.server.client();
        String reply = location(IssuerAndDoors.follow(client, client.get("/login/start")));
        assertThat(location(client.get(reply))).isEqualTo("/");
        assertThat(location(client.get(reply))).isEqualTo("/login?oidc=late");
        assertThat(location(doors.server.client().get(reply))).isEqualTo("/login?oidc=late");
    }

    @Test
    void tokensOfAnotherRequestClientIssuerOrTimeAreNotBelieved(CapturedOutput log) {
        long now = doors.clock.instant().getEpochSecond();
        Map<String, Object> wrong = new HashMap<>();
        wrong.put("nonce", "another");
        wrong.put("aud", "somebody-else");
        wrong.put("iss", "http://127.0.0.1:1");
        wrong.put("azp", "somebody-else");
        wrong.put("exp", now - 61);
        wrong.put("nbf", now + 61);
        wrong.put("iat", now + 61);
        wrong.forEach((claim, value) -> {
            issuer.tokens().claims(with(claim, value));
            assertThat(doors.told()).as(claim).isEqualTo(UNTRUSTED);
        });
        assertThat(lines(log)).hasSameSizeAs(wrong.keySet());
    }

    @Test
    void clocksMayDifferByAMinute() {
        long now = doors.clock.instant().getEpochSecond();
        issuer.tokens().claims(with("iat", now + 59));
        assertThat(location(login(doors.server.client()))).isEqualTo("/");
        issuer.tokens()
                .claims(claims ->
                        with("exp", now - 59).apply(with("iat", now - 300).apply(claims)));
        assertThat(location(login(doors.server.client()))).isEqualTo("/");
    }

    @Test
    void aTokenWithoutWhatItMustHaveIsNotBelieved() {
        for (String claim : List.of("iss", "sub", "aud", "exp", "iat", "nonce")) {
            issuer.tokens().claims(claims -> {
                Map<String, Object> fewer = new HashMap<>(claims);
                fewer.remove(claim);
                return fewer;
            });
            assertThat(doors.told()).as(claim).isEqualTo(UNTRUSTED);
        }
    }

    @Test
    void aTokenThatTheIssuerHasNotSignedIsNotBelieved(CapturedOutput log) throws Exception {
        issuer.tokens().unsigned();
        assertThat(doors.told()).isEqualTo(UNTRUSTED);
        issuer.asUsual();
        issuer.tokens().signWithPublicKeyAsSecret();
        assertThat(doors.told()).isEqualTo(UNTRUSTED);
        issuer.asUsual();
        issuer.tokens().forge();
        assertThat(doors.told()).isEqualTo(UNTRUSTED);
        issuer.asUsual();
        issuer.instead("/token", call -> OidcIssuer.json(call, 200, answer("no.token.atall")));
        assertThat(doors.told()).isEqualTo(UNTRUSTED);
        assertThat(lines(log)).hasSize(4);
    }

    private static Map<String, Object> answer(Object idToken) {
        return Map.of("access_token", "access-x", "token_type", "Bearer", "expires_in", 300, "id_token", idToken);
    }

    @Test
    void aTokenEndpointThatIsDownOrTalksNonsenseIsToldAsSuch(CapturedOutput log) {
        issuer.instead("/token", call -> OidcIssuer.json(call, 503, Map.of("echo", OidcIssuer.SECRET)));
        assertThat(doors.told()).isEqualTo(AWAY);
        issuer.instead("/token", call -> OidcIssuer.json(call, 401, Map.of("error", "invalid_client")));
        assertThat(doors.told()).isEqualTo(AWAY);
        issuer.instead("/token", call -> OidcIssuer.json(call, 400, Map.of("error", "invalid_grant")));
        assertThat(doors.told()).isEqualTo(AWAY);
        issuer.instead("/token", call -> call.getHttpContext().getServer());
        assertThat(doors.told()).isEqualTo(AWAY);
        issuer.instead("/token", call -> OidcIssuer.json(call, 200, Map.of("id_token", "alone")));
        assertThat(doors.told()).isEqualTo(AWAY);
        issuer.instead("/token", call -> OidcIssuer.json(call, 200, answer(List.of("no", "text"))));
        assertThat(doors.told()).isEqualTo(UNTRUSTED);
        assertThat(lines(log))
                .containsExactly(
                        "(away): The token endpoint's answer is of no use: it answers 503",
                        "(away): The token endpoint's answer is of no use: it answers 401",
                        "(away): invalid_grant",
                        "(away): The token endpoint's answer is of no use: HTTP/1.1 header parser received no bytes",
                        "(away): The token endpoint's answer is of no use",
                        "(untrusted): An answer of the issuer is not what it should be");
    }

    @Test
    void anEndlessAnswerIsNotReadToItsEnd(CapturedOutput log) {
        issuer.instead("/token", call -> {
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(200, 0);
            byte[] blanks = " ".repeat(1 << 16).getBytes();
            for (int i = 0; i < 1000; i++) {
                call.getResponseBody().write(blanks);
            }
        });
        assertThat(doors.told()).isEqualTo(AWAY);
        assertThat(lines(log))
                .containsExactly(
                        "(away): The token endpoint's answer is of no use: The answer is longer than 1048576 bytes");
    }

    @Test
    void redirectsOfTheTokenEndpointAreNotFollowed() {
        issuer.instead("/token", call -> OidcIssuer.redirect(call, issuer.url() + "/elsewhere"));
        assertThat(doors.told()).isEqualTo(AWAY);
        assertThat(issuer.calls()).doesNotContain("/elsewhere");
    }

    @Test
    void theHostOfARequestDecidesNothing() {
        Client client = doors.server.client();
        String asked = client.get("/login/start", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(asked)
                .contains("redirect_uri=" + doors.server.url("/login/oidc"))
                .doesNotContain("evil");
    }

    @Test
    void timePassesForTokensAsItDoesForCaravan() {
        doors.clock.pass(Duration.ofDays(400));
        assertThat(location(login(doors.server.client()))).isEqualTo("/");
    }

    @Test
    void noOtherPathBeginsOrEndsALogin() {
        Client client = doors.server.client();
        client.get("/login");
        for (String path : List.of("/login/start", "/login/start/oidc", "/login/oidc/x")) {
            assertThat(location(client.post(path, Map.of("code", "x", "state", "y"))))
                    .as(path)
                    .isEqualTo("/login");
        }
        for (String path : List.of("/login/start/oidc", "/login/oidc/x", "/oauth2/authorization/oidc")) {
            assertThat(location(client.get(path))).as(path).isEqualTo("/login");
        }
    }

    @Test
    void noTokenThatAnIssuerRepeatsIsInTheLogAndNoLineIsEndless(CapturedOutput log) {
        String token = issuer.secrets().get(issuer.secrets().size() - 1);
        issuer.instead(
                "/token",
                call -> OidcIssuer.json(
                        call,
                        400,
                        Map.of("error", "invalid_grant", "error_description", "Not " + token + " no ".repeat(2000))));
        assertThat(doors.told()).isEqualTo(AWAY);
        assertThat(lines(log))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("(away): invalid_grant (Not … no  no ")
                        .hasSizeLessThan(320));
    }
}
