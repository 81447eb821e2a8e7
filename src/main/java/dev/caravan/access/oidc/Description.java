package dev.caravan.access.oidc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;

/** What an issuer says of itself: {@code openid-configuration}. */
record Description(Map<String, Object> said) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String END = "end_session_endpoint";
    private static final List<String> NEEDED = List.of("authorization_endpoint", "token_endpoint", "jwks_uri");
    private static final List<String> USED = List.of("userinfo_endpoint", END);

    /**
     * @param issuer as configured
     * @throws IOException saying what of it is of no use
     */
    static Description read(byte[] json, String issuer) throws IOException {
        Map<String, Object> said;
        try {
            said = JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON object");
        }
        if (said == null || !issuer.equals(said.get("issuer"))) {
            throw new IOException("it calls itself \"" + (said == null ? null : said.get("issuer"))
                    + "\", and oidc: issuer in users.yaml is \"" + issuer
                    + "\"; the two must be the same to the letter");
        }
        for (String name : NEEDED) {
            address(name, said.get(name), issuer);
        }
        for (String name : USED) {
            if (said.containsKey(name)) {
                address(name, said.get(name), issuer);
            }
        }
        Description description = new Description(said);
        try {
            description.registration();
        } catch (RuntimeException e) {
            throw new IOException("it can't be understood", e);
        }
        return description;
    }

    private static void address(String name, @Nullable Object value, String issuer) throws IOException {
        URI address = value instanceof String text ? Addresses.of(text).orElse(null) : null;
        if (address == null || !Addresses.isClosed(address) && Addresses.isClosed(URI.create(issuer))) {
            throw new IOException("its " + name + " is no https:// address");
        }
    }

    ClientRegistration.Builder registration() {
        return ClientRegistrations.fromOidcConfiguration(said);
    }

    /** Scheme and host of the page that ends a session there. */
    Optional<String> endsAt() {
        return said.get(END) instanceof String end ? Addresses.of(end).map(Addresses::site) : Optional.empty();
    }
}
