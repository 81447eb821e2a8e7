package dev.caravan.bucket;

import com.google.cloud.storage.Storage;
import dev.caravan.bucket.BucketSettings.Kind;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Bucket connections by name. One client per connection, made when it is first asked for and shared by all. Thread-safe.
 */
public final class Buckets implements AutoCloseable {
    private final Map<String, BucketSettings> settings;
    private final Map<String, S3Client> s3 = new HashMap<>();
    private final Map<String, Storage> gcs = new HashMap<>();
    private final Map<String, BucketStore> stores = new HashMap<>();

    public Buckets(Map<String, BucketSettings> settings) {
        this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** All connections, in the order of the file. */
    public Map<String, BucketSettings> settings() {
        return settings;
    }

    /**
     * @throws IllegalArgumentException if there is no such connection; names the known ones
     */
    public BucketSettings settings(String connection) {
        BucketSettings found = settings.get(connection);
        if (found == null) {
            throw new IllegalArgumentException("There is no bucket connection \"" + connection + "\" in buckets.yaml."
                    + (settings.isEmpty()
                            ? " It has none"
                            : " Known: " + String.join(", ", new TreeSet<>(settings.keySet()))));
        }
        return found;
    }

    /**
     * The objects of a connection.
     *
     * @throws IllegalArgumentException if there is no such connection
     * @throws IOException if its client can't be made, such as for want of credentials
     */
    public synchronized BucketStore store(String connection) throws IOException {
        BucketSettings wanted = settings(connection);
        BucketStore store = stores.get(connection);
        if (store == null) {
            store = wanted.kind() == Kind.S3
                    ? new S3Store(s3(connection), new S3Place(connection, wanted.bucket(), wanted.prefix()))
                    : new GcsStore(gcs(connection), new GcsPlace(connection, wanted.bucket(), wanted.prefix()));
            stores.put(connection, store);
        }
        return store;
    }

    /** The shared client of an S3 connection, for Camel's component. */
    public synchronized S3Client s3(String connection) throws IOException {
        S3Client client = s3.get(connection);
        if (client == null) {
            client = S3Clients.of(kind(connection, Kind.S3));
            s3.put(connection, client);
        }
        return client;
    }

    /** The shared client of a GCS connection, for Camel's component. */
    public synchronized Storage gcs(String connection) throws IOException {
        Storage client = gcs.get(connection);
        if (client == null) {
            client = GcsClients.of(kind(connection, Kind.GCS));
            gcs.put(connection, client);
        }
        return client;
    }

    private BucketSettings kind(String connection, Kind kind) {
        BucketSettings found = settings(connection);
        if (found.kind() != kind) {
            throw new IllegalArgumentException("The bucket connection \"" + connection + "\" is of kind "
                    + (found.kind() == Kind.S3 ? "s3" : "gcs"));
        }
        return found;
    }

    @Override
    public synchronized void close() {
        s3.values().forEach(S3Client::close);
        for (Storage client : gcs.values()) {
            GcsClients.close(client);
        }
        s3.clear();
        gcs.clear();
        stores.clear();
    }
}
