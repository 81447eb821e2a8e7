package dev.caravan.spool;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketPage;
import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.BucketWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Objects that grew, kept in parts: {@code <path>/.<offset>}, the offset with 16 hex digits. No path of the spool has a
 * part that begins with a dot. Remembers the parts of the last objects that were read. Thread-safe.
 */
final class GrownParts {
    private static final int REMEMBERED = 200;
    private static final int PAGE = 1000;
    private final BucketStore store;
    private final Map<String, List<Part>> known = new LinkedHashMap<>();

    /** One part, from one force to the next. */
    record Part(String key, long offset, long size) {}

    GrownParts(BucketStore store) {
        this.store = store;
    }

    /** The path of a grown object whose part has this key; the key itself if it is none. */
    static String pathOf(String key) {
        int slash = key.lastIndexOf('/');
        return slash > 0 && slash + 1 < key.length() && key.charAt(slash + 1) == '.' ? key.substring(0, slash) : key;
    }

    BucketWriter create(String path, long offset) throws IOException {
        return store.create(prefix(path) + String.format(Locale.ROOT, "%016x", offset), Map.of());
    }

    /** Reads from parts that are remembered, if they hold this place. */
    Optional<InputStream> openKnown(String path, long offset) {
        List<Part> parts;
        synchronized (this) {
            parts = known.getOrDefault(path, List.of());
        }
        return offset < size(parts) ? Optional.of(new PartsStream(store, parts, offset)) : Optional.empty();
    }

    /** Empty if there is no such object. */
    Optional<InputStream> open(String path, long offset) throws IOException {
        List<Part> parts = parts(path);
        return parts.isEmpty() ? Optional.empty() : Optional.of(new PartsStream(store, parts, offset));
    }

    OptionalLong size(String path) throws IOException {
        List<Part> parts = parts(path);
        return parts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(size(parts));
    }

    void delete(String path) throws IOException {
        forget(path);
        for (Part part : parts(path)) {
            store.delete(part.key(), null);
        }
        forget(path);
    }

    private synchronized void forget(String path) {
        known.remove(path);
    }

    private static long size(List<Part> parts) {
        return parts.isEmpty()
                ? 0
                : parts.get(parts.size() - 1).offset()
                        + parts.get(parts.size() - 1).size();
    }

    private List<Part> parts(String path) throws IOException {
        List<Part> parts = new ArrayList<>();
        String token = null;
        do {
            BucketPage page = store.list(prefix(path), token, PAGE);
            for (BucketObject object : page.objects()) {
                String offset = object.key().substring(prefix(path).length());
                parts.add(new Part(object.key(), Long.parseLong(offset, 16), object.size()));
            }
            token = page.next();
        } while (token != null);
        if (!parts.isEmpty()) {
            remember(path, parts);
        }
        return parts;
    }

    private synchronized void remember(String path, List<Part> parts) {
        known.remove(path);
        known.put(path, List.copyOf(parts));
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
    }

    private static String prefix(String path) {
        return path + "/.";
    }
}
