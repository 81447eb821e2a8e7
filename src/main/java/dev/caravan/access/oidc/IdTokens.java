package dev.caravan.access.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenValidator;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Judges ID tokens: signed with a key that the issuer publishes, by an algorithm whose secret only the issuer has, for this
 * client, now. Keys are kept for a quarter of an hour and asked for again when a token has another, twice in half a minute at
 * most: whoever sends tokens with made-up keys must not make Caravan ask each time.
 */
final class IdTokens implements JwtDecoderFactory<ClientRegistration> {
    private static final Duration KEYS_LAST = Duration.ofMinutes(15);
    private static final Duration TWICE_IN = Duration.ofSeconds(30);
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** Neither {@code none} nor those where whoever can check a signature can also make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Stream.concat(
                    JWSAlgorithm.Family.RSA.stream(), JWSAlgorithm.Family.EC.stream())
            .collect(Collectors.toUnmodifiableSet());

    private final RestClient calls;
    private final Duration timeout;
    private final Clock clock;
    private @Nullable JwtDecoder decoder;

    /** @param timeout of a call for the keys */
    IdTokens(RestClient calls, Duration timeout, Clock clock) {
        this.calls = calls;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** There is one issuer, and what it says of itself does not change. */
    @Override
    public synchronized JwtDecoder createDecoder(ClientRegistration registration) {
        JwtDecoder known = decoder;
        if (known == null) {
            known = make(registration);
            decoder = known;
        }
        return known;
    }

    private JwtDecoder make(ClientRegistration registration) {
        DefaultJWTProcessor<SecurityContext> signed = new DefaultJWTProcessor<>();
        signed.setJWSKeySelector(new JWSVerificationKeySelector<>(
                ALGORITHMS, keys(registration.getProviderDetails().getJwkSetUri())));
        signed.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(signed);
        JwtTimestampValidator times = new JwtTimestampValidator(SKEW);
        times.setClock(clock);
        OidcIdTokenValidator meant = new OidcIdTokenValidator(registration);
        meant.setClockSkew(SKEW);
        meant.setClock(clock);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, meant));
        decoder.setClaimSetConverter(OidcIdTokenDecoderFactory.createDefaultClaimTypeConverter());
        return token -> {
            try {
                return decoder.decode(token);
            } catch (JwtException e) {
                throw e;
            } catch (RuntimeException e) {
                throw new BadJwtException("A claim of the token is not what it should be", e);
            }
        };
    }

    private JWKSource<SecurityContext> keys(String address) {
        try {
            return JWKSourceBuilder.<SecurityContext>create(new URI(address).toURL(), url -> resource(address))
                    .cache(KEYS_LAST.toMillis(), timeout.toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(TWICE_IN.toMillis())
                    .build();
        } catch (MalformedURLException | URISyntaxException e) {
            throw new IllegalStateException("The description of the issuer was checked", e);
        }
    }

    private Resource resource(String address) throws IOException {
        try {
            byte[] body = calls.get().uri(URI.create(address)).retrieve().body(byte[].class);
            return new Resource(body == null ? "" : new String(body, StandardCharsets.UTF_8), null);
        } catch (RestClientException e) {
            throw new IOException("The keys of the issuer can't be read", e);
        }
    }
}
