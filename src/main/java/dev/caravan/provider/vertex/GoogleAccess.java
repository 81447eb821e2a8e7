package dev.caravan.provider.vertex;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.NoCredentials;
import dev.caravan.model.Auth;
import dev.caravan.model.Credential;
import dev.caravan.provider.TokenSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Google access tokens, from a key file that the secret names or from the machine's own identity where there is no secret.
 * Google's library keeps a token until four minutes before its end.
 */
final class GoogleAccess implements TokenSource {
    private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";
    private static final long LARGEST_KEY = 100_000;

    private final Map<String, GoogleCredentials> byCredential = new ConcurrentHashMap<>();

    @Override
    public Auth.Scheme scheme() {
        return Auth.Scheme.GOOGLE;
    }

    @Override
    public String token(Credential credential) throws IOException {
        GoogleCredentials google = google(credential);
        try {
            google.refreshIfExpired();
        } catch (IOException e) {
            throw new IOException(
                    "Credential \"" + credential.name() + "\" got no access token from Google: " + e.getMessage(), e);
        }
        return google.getAccessToken().getTokenValue();
    }

    /** What Google's own clients take, whichever way the provider authenticates. */
    Credentials credentials(Credential credential) throws IOException {
        return switch (credential.provider().wire().auth().scheme()) {
            case GOOGLE -> google(credential);
            case NONE -> NoCredentials.getInstance();
            default ->
                GoogleCredentials.create(new AccessToken(credential.secret().reveal(), null));
        };
    }

    private GoogleCredentials google(Credential credential) throws IOException {
        GoogleCredentials known = byCredential.get(credential.name());
        if (known == null) {
            known = read(credential).createScoped(SCOPE);
            byCredential.put(credential.name(), known);
        }
        return known;
    }

    private static GoogleCredentials read(Credential credential) throws IOException {
        String missing = credential.secret().missingVariable().orElse(null);
        if (missing != null && !missing.isEmpty()) {
            throw new IOException("Credential \"" + credential.name() + "\": ${" + missing + "} is not set");
        }
        try {
            return missing != null ? GoogleCredentials.getApplicationDefault() : keyFile(credential);
        } catch (IOException e) {
            throw new IOException(
                    "Credential \"" + credential.name() + "\": "
                            + (missing != null
                                    ? "this machine has no Google identity of its own; name a key file in the secret"
                                    : "the secret must be the path of a readable Google key file in JSON"),
                    e);
        }
    }

    private static GoogleCredentials keyFile(Credential credential) throws IOException {
        try {
            Path file = Path.of(credential.secret().reveal());
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_KEY) {
                throw new IOException("No key file there");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return GoogleCredentials.fromStream(in);
            }
        } catch (IllegalArgumentException e) {
            throw new IOException("Not a path or not a key file");
        }
    }
}
