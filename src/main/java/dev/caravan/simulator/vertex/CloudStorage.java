package dev.caravan.simulator.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import dev.caravan.simulator.core.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cloud Storage as the service behind the jobs sees it, through Google's own client. */
final class CloudStorage {
    private static final Pattern URI = Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,220})/(.+)");

    private final SimulatorSettings settings;
    private final Map<String, Storage> clients = new ConcurrentHashMap<>();

    CloudStorage(SimulatorSettings settings) {
        this.settings = settings;
    }

    /** A place that is no object's, or no longer. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String message) {
            super(message);
        }
    }

    static boolean isPlace(String uri) {
        return URI.matcher(uri).matches();
    }

    /** Streams an object to a file. */
    void get(String uri, Path target) throws IOException, Missing {
        try {
            Blob blob = client().get(id(uri));
            if (blob == null) {
                throw new Missing("Not found: " + uri);
            }
            blob.downloadTo(target);
        } catch (StorageException e) {
            throw new Missing(uri + ": " + e.getMessage());
        }
    }

    /** Streams a file to an object, which is replaced. */
    void put(String uri, Path source) throws IOException {
        BlobInfo object =
                BlobInfo.newBuilder(id(uri)).setContentType("application/jsonl").build();
        client().createFrom(object, source);
    }

    private static BlobId id(String uri) {
        Matcher place = URI.matcher(uri);
        if (!place.matches()) {
            throw new IllegalArgumentException("Not an object: " + uri);
        }
        return BlobId.of(String.valueOf(place.group(1)), String.valueOf(place.group(2)));
    }

    private Storage client() throws IOException {
        JsonNode own = settings.of(VertexSurface.NAME);
        String host = own.path("storage").asText();
        if (host.isEmpty()) {
            throw new IOException("The simulator knows no Cloud Storage: POST /simulator/settings {\"vertex\":"
                    + " {\"storage\": \"http://…\"}}");
        }
        String token = own.path("token").asText();
        return clients.computeIfAbsent(host + " " + token, key -> open(host, token));
    }

    private static Storage open(String host, String token) {
        return StorageOptions.newBuilder()
                .setHost(host)
                .setProjectId("simulator")
                .setCredentials(
                        token.isEmpty()
                                ? NoCredentials.getInstance()
                                : OAuth2Credentials.create(new AccessToken(token, new Date(Long.MAX_VALUE / 2))))
                .build()
                .getService();
    }
}
