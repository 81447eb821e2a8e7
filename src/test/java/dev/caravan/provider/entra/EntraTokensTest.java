package dev.caravan.provider.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.model.Auth;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens from an authority that is spoken to over real TLS. */
@Timeout(60)
class EntraTokensTest {
    private static final String SECRET = "entra-very-secret";
    private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

    @TempDir
    Path folder;

    private final Moved clock = new Moved();
    private TlsServer authority;
    private EntraTokens tokens;

    @BeforeEach
    void start() throws Exception {
        authority = new TlsServer(folder);
        tokens = new EntraTokens(new JdkHttp(authority.client()), clock);
    }

    @AfterEach
    void stop() {
        authority.close();
    }

    private Credential credential(String name) {
        Provider provider = new Provider(
                "azure", "openai", "https://r.openai.azure.com/openai/v1", new Limits(1, 1, 1), Map.of(), "2026-11-20");
        return new Credential(
                name,
                provider,
                provider.baseUrl(),
                new Secret(SECRET),
                Map.of(
                        "tenant",
                        "contoso-tenant",
                        "client-id",
                        "app-" + name,
                        "authority",
                        authority.url(),
                        "scope",
                        SCOPE));
    }

    private void gives(String token, int seconds) {
        authority.status = 200;
        authority.answer =
                "{\"token_type\":\"Bearer\",\"expires_in\":" + seconds + ",\"access_token\":\"" + token + "\"}";
    }

    @Test
    void provesItsClientIdWithTheSecretToTheAuthorityOfItsTenant() throws Exception {
        gives("t1", 3600);
        assertThat(tokens.scheme()).isEqualTo(Auth.Scheme.ENTRA);
        assertThat(tokens.token(credential("a"))).isEqualTo("t1");
        assertThat(authority.asked).hasSize(1);
        assertThat(authority.asked.get(0))
                .startsWith("/contoso-tenant/oauth2/v2.0/token ")
                .contains("grant_type=client_credentials")
                .contains("client_id=app-a")
                .contains("https%3A%2F%2Fcognitiveservices.azure.com%2F.default")
                .contains("client_secret=" + SECRET);
    }

    @Test
    void keepsATokenUntilFiveMinutesBeforeItsEnd() throws Exception {
        gives("t1", 3600);
        tokens.token(credential("a"));
        gives("t2", 3600);
        clock.by = Duration.ofMinutes(54);
        assertThat(tokens.token(credential("a"))).isEqualTo("t1");
        assertThat(authority.asked).hasSize(1);
        clock.by = Duration.ofMinutes(55);
        assertThat(tokens.token(credential("a"))).isEqualTo("t2");
    }

    @Test
    void keepsATokenForEachCredential() throws Exception {
        gives("t1", 3600);
        tokens.token(credential("a"));
        gives("t2", 3600);
        assertThat(tokens.token(credential("b"))).isEqualTo("t2");
    }

    @Test
    void saysWhatTheAuthorityRefusedAndNeverTheSecret() {
        authority.status = 401;
        authority.answer = "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret "
                + "provided.\\r\\nTrace ID: 1\"}";
        assertThatThrownBy(() -> tokens.token(credential("a")))
                .isInstanceOf(IOException.class)
                .hasMessage("Credential \"a\": no Entra token "
                        + "(invalid_client: AADSTS7000215: Invalid client secret provided.)")
                .satisfies(e -> assertThat(trace(e)).doesNotContain(SECRET));
    }

    @Test
    void namesTheCredentialWhenTheAuthorityIsNotToBeTrusted() {
        var strict = new EntraTokens(new JdkHttp(HttpClient.newBuilder()), clock);
        assertThatThrownBy(() -> strict.token(credential("a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Credential \"a\": no Entra token (")
                .satisfies(e -> assertThat(trace(e)).doesNotContain(SECRET));
        assertThat(authority.asked).isEmpty();
    }

    private static String trace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** The real time, and some more. */
    private static final class Moved extends Clock {
        volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
