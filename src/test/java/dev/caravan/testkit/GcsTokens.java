package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/** Gives a token for an assertion that its service account has signed, and wants to see it in every call. */
final class GcsTokens {
    private static final String ACCOUNT = "caravan@test.iam.gserviceaccount.com";
    /** One pair for all servers of a process: making it takes a second of the processor. */
    private static final KeyPair KEYS = keys();

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    String token() {
        return "token-of-" + ACCOUNT;
    }

    Path write(Path file, URI server) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(KEYS.getPrivate().getEncoded());
        ObjectNode json = GcsObject.JSON
                .createObjectNode()
                .put("type", "service_account")
                .put("project_id", "test")
                .put("private_key_id", "1")
                .put("private_key", "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n")
                .put("client_email", ACCOUNT)
                .put("client_id", "1")
                .put("token_uri", server + "/token");
        return Files.writeString(file, json.toString());
    }

    void grant(GcsCall call) throws IOException {
        for (String pair : new String(call.body(), UTF_8).split("&")) {
            if (pair.startsWith("assertion=") && isSigned(URLDecoder.decode(pair.substring(10), UTF_8))) {
                call.answer(GcsObject.JSON
                        .createObjectNode()
                        .put("access_token", token())
                        .put("token_type", "Bearer")
                        .put("expires_in", 3600));
                return;
            }
        }
        throw new GcsError(401, "authError", "invalid_grant");
    }

    private boolean isSigned(String jwt) throws IOException {
        String[] parts = jwt.split("\\.");
        try {
            Signature check = Signature.getInstance("SHA256withRSA");
            check.initVerify(KEYS.getPublic());
            check.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
            JsonNode claims = GcsObject.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
            return claims.path("iss").asText().equals(ACCOUNT)
                    && check.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    void check(GcsCall call) {
        if (!("Bearer " + token()).equals(call.header("Authorization"))) {
            throw new GcsError(401, "required", "Login Required.");
        }
    }
}
