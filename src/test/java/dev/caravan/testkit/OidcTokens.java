package dev.caravan.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** ID tokens of an issuer, right ones and such as nobody may believe. */
public final class OidcTokens {
    private final InstantSource clock;
    private final List<String> made = new CopyOnWriteArrayList<>();
    private volatile JWK key = newKey();
    private volatile JWK published = key;
    private volatile UnaryOperator<Map<String, Object>> change = claims -> claims;
    private volatile Signing signing = this::signed;

    private interface Signing {
        String of(JWTClaimsSet claims) throws JOSEException;
    }

    OidcTokens(InstantSource clock) {
        this.clock = clock;
    }

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(UUID.randomUUID().toString())
                    .generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** Signs with another key from now on, which is published. */
    public void rotate() {
        key = newKey();
        published = key;
    }

    /** The same with a key for RS256. */
    public void rotateToRsa() throws JOSEException {
        key = new RSAKeyGenerator(2048).keyID("rsa").generate();
        published = key;
    }

    /** Signs with a key that is not published. */
    public void signWithForeignKey() {
        key = newKey();
    }

    /** Signs with a key that is not published, under the id of one that is. */
    public void forge() throws JOSEException {
        key = new ECKeyGenerator(Curve.P_256).keyID(published.getKeyID()).generate();
    }

    /** Changes the claims of each token. */
    public void claims(UnaryOperator<Map<String, Object>> wrong) {
        change = wrong;
    }

    /** {@code alg: none}. */
    public void unsigned() {
        signing = claims -> new PlainJWT(claims).serialize();
    }

    /** Signed with the public key as if it were a secret, which careless libraries take. */
    public void signWithPublicKeyAsSecret() {
        signing = claims -> {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(published.getKeyID())
                            .build(),
                    claims);
            token.sign(new MACSigner(published.toPublicJWK().toJSONString().getBytes()));
            return token.serialize();
        };
    }

    void asUsual() {
        key = published;
        signing = this::signed;
        change = claims -> claims;
    }

    List<JWK> publicKeys() {
        return List.of(published.toPublicJWK());
    }

    /** Everything that was given out. */
    List<String> made() {
        return List.copyOf(made);
    }

    String secret(String kind) {
        String secret = kind + "-" + UUID.randomUUID();
        made.add(secret);
        return secret;
    }

    String sign(Map<String, Object> given) throws JOSEException {
        Instant now = clock.instant();
        Map<String, Object> claims = new HashMap<>(given);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plusSeconds(300).getEpochSecond());
        try {
            String token = signing.of(JWTClaimsSet.parse(change.apply(claims)));
            made.add(token);
            return token;
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        JWK with = key;
        boolean rsa = with instanceof RSAKey;
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
                        .keyID(with.getKeyID())
                        .build(),
                claims);
        token.sign(rsa ? new RSASSASigner(with.toRSAKey()) : new ECDSASigner(with.toECKey()));
        return token.serialize();
    }
}
