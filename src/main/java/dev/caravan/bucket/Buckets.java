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
     * What is known of a place: the name of a connection, or an address such as {@code s3://bucket/prefix}. An address is
     * reached over the connection of its bucket whose prefix holds it (the longest one), without one with what the machine
     * offers.
     *
     * @throws IllegalArgumentException if there is no such connection, or this is no address
     */
    public BucketSettings settingsAt(String place) {
        return BucketAddress.isOne(place) ? BucketAddress.of(place).over(settings.values()) : settings(place);
    }

    /** The objects at a place, as {@link #settingsAt} has it; errors as of {@link #store}. */
    public synchronized BucketStore storeAt(String place) throws IOException {
        if (!BucketAddress.isOne(place)) {
            return store(place);
        }
        BucketStore store = stores.get(place);
        if (store == null) {
            store = store(settingsAt(place));
            stores.put(place, store);
        }
        return store;
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
            store = store(wanted);
            stores.put(connection, store);
        }
        return store;
    }

    private BucketStore store(BucketSettings wanted) throws IOException {
        String name = wanted.name();
        return wanted.kind() == Kind.S3
                ? new S3Store(s3(wanted), new S3Place(name, wanted.bucket(), wanted.prefix()))
                : new GcsStore(gcs(wanted), new GcsPlace(name, wanted.bucket(), wanted.prefix()));
    }

    /** The shared client of an S3 connection, for Camel's component. */
    public synchronized S3Client s3(String connection) throws IOException {
        return s3(kind(connection, Kind.S3));
    }

    private S3Client s3(BucketSettings wanted) throws IOException {
        S3Client client = s3.get(wanted.name());
        if (client == null) {
            client = S3Clients.of(wanted);
            s3.put(wanted.name(), client);
        }
        return client;
    }

    /** The shared client of a GCS connection, for Camel's component. */
    public synchronized Storage gcs(String connection) throws IOException {
        return gcs(kind(connection, Kind.GCS));
    }

    private Storage gcs(BucketSettings wanted) throws IOException {
        Storage client = gcs.get(wanted.name());
        if (client == null) {
            client = GcsClients.of(wanted);
            gcs.put(wanted.name(), client);
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
