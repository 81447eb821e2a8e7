package dev.caravan.bucket;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Makes GCS clients with time limits; what may be repeated is repeated, for at most two minutes. */
final class GcsClients {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_write";
    private static final int CONNECT_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 60_000;
    private static final Duration TOTAL = Duration.ofMinutes(2);
    private static final int ATTEMPTS = 5;

    private GcsClients() {}

    static Storage of(BucketSettings settings) throws IOException {
        StorageOptions.Builder builder = StorageOptions.newBuilder()
                .setCredentials(credentials(settings))
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setReadTimeout(SILENCE_MILLIS)
                        .build())
                .setRetrySettings(RetrySettings.newBuilder()
                        .setInitialRetryDelayDuration(Duration.ofMillis(500))
                        .setRetryDelayMultiplier(2)
                        .setMaxRetryDelayDuration(Duration.ofSeconds(16))
                        .setTotalTimeoutDuration(TOTAL)
                        .setMaxAttempts(ATTEMPTS)
                        .build());
        settings.endpoint().ifPresent(builder::setHost);
        return builder.build().getService();
    }

    private static Credentials credentials(BucketSettings settings) throws IOException {
        if (settings.access().anonymous) {
            return NoCredentials.getInstance();
        }
        String file = settings.access().keyFile;
        if (file == null) {
            try {
                return GoogleCredentials.getApplicationDefault().createScoped(SCOPE);
            } catch (IOException e) {
                throw new IOException(
                        "Bucket connection \"" + settings.name() + "\" finds no credentials of Google on this machine."
                                + " Set service-account in buckets.yaml, or GOOGLE_APPLICATION_CREDENTIALS",
                        e);
            }
        }
        try (InputStream in = new FileInputStream(file)) {
            return ServiceAccountCredentials.fromStream(in).createScoped(SCOPE);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "The service account of bucket connection \"" + settings.name() + "\" can't be read from " + file
                            + ": expected the JSON key file of Google",
                    e instanceof IOException io ? io : null);
        }
    }

    static void close(Storage client) {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("Closing a client of Google Cloud Storage", e);
        }
    }
}
