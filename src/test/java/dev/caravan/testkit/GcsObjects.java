package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The objects of all buckets, with generations and preconditions. */
final class GcsObjects {
    private static final int MOST_RESULTS = 1000;
    private static final int MOST_NAME_BYTES = 1024;
    private final Map<String, NavigableMap<String, GcsObject>> buckets = new HashMap<>();
    private long lastGeneration = 1_700_000_000_000_000L;

    synchronized void addBucket(String name) {
        buckets.putIfAbsent(
                name, new TreeMap<>((a, b) -> Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
    }

    synchronized boolean hasBucket(String name) {
        return buckets.containsKey(name);
    }

    private NavigableMap<String, GcsObject> bucket(String name) {
        var bucket = buckets.get(name);
        if (bucket == null) {
            throw new GcsError(404, "notFound", "The specified bucket does not exist.");
        }
        return bucket;
    }

    /** @param resource as the client sent it: contentType and metadata are kept */
    synchronized GcsObject insert(GcsCall call, String bucket, String name, JsonNode resource, byte[] bytes) {
        checkName(name);
        var objects = bucket(bucket);
        check(call, objects.get(name), "if");
        Map<String, String> metadata = new TreeMap<>();
        resource.path("metadata")
                .fields()
                .forEachRemaining(f -> metadata.put(f.getKey(), f.getValue().asText()));
        String sent = resource.path("md5Hash").asText("");
        GcsObject made = new GcsObject(
                bucket,
                name,
                bytes,
                ++lastGeneration,
                1,
                resource.path("contentType").asText("application/octet-stream"),
                metadata,
                Instant.EPOCH.plusMillis(lastGeneration / 1000));
        if (!sent.isEmpty() && !sent.equals(made.md5())) {
            throw GcsError.invalid("Provided MD5 hash \"" + sent + "\" doesn't match calculated MD5 hash");
        }
        objects.put(name, made);
        return made;
    }

    /** Fails before any byte is taken where a precondition does not hold already. */
    synchronized void check(GcsCall call, String bucket, String name) {
        checkName(name);
        check(call, bucket(bucket).get(name), "if");
    }

    synchronized GcsObject get(GcsCall call, String bucket, String name) {
        GcsObject found = version(bucket, name, call.number("generation"));
        check(call, found, "if");
        return found;
    }

    synchronized GcsObject source(GcsCall call, String bucket, String name) {
        GcsObject found = version(bucket, name, call.number("sourceGeneration"));
        check(call, found, "ifSource");
        return found;
    }

    private GcsObject version(String bucket, String name, @Nullable Long generation) {
        GcsObject found = bucket(bucket).get(name);
        if (found == null || generation != null && found.generation() != generation) {
            throw GcsError.notFound(bucket + "/" + name);
        }
        return found;
    }

    synchronized void delete(GcsCall call, String bucket, String name) {
        get(call, bucket, name);
        bucket(bucket).remove(name);
    }

    synchronized GcsObject patch(GcsCall call, String bucket, String name, JsonNode changes) {
        GcsObject old = get(call, bucket, name);
        Map<String, String> metadata = new TreeMap<>(old.metadata());
        changes.path("metadata").fields().forEachRemaining(f -> {
            if (f.getValue().isNull()) {
                metadata.remove(f.getKey());
            } else {
                metadata.put(f.getKey(), f.getValue().asText());
            }
        });
        GcsObject made = new GcsObject(
                bucket,
                name,
                old.bytes(),
                old.generation(),
                old.metageneration() + 1,
                changes.path("contentType").asText(old.contentType()),
                metadata,
                old.created());
        bucket(bucket).put(name, made);
        return made;
    }

    synchronized ObjectNode list(GcsCall call, String bucket) {
        Long asked = call.number("maxResults");
        int most = asked == null ? MOST_RESULTS : (int) Math.min(asked, MOST_RESULTS);
        String prefix = call.text("prefix", "");
        String token = call.text("pageToken", "");
        String after = token.isEmpty() ? "" : new String(Base64.getUrlDecoder().decode(token), UTF_8);
        ObjectNode page = GcsObject.JSON.createObjectNode().put("kind", "storage#objects");
        ArrayNode items = page.putArray("items");
        String last = "";
        for (GcsObject object : bucket(bucket).tailMap(prefix, true).values()) {
            if (!object.name().startsWith(prefix)) {
                break;
            }
            boolean seen = !token.isEmpty()
                    && Arrays.compareUnsigned(object.name().getBytes(UTF_8), after.getBytes(UTF_8)) <= 0;
            if (seen) {
                continue;
            }
            if (items.size() == most) {
                page.put("nextPageToken", Base64.getUrlEncoder().encodeToString(last.getBytes(UTF_8)));
                break;
            }
            items.add(object.resource());
            last = object.name();
        }
        return page;
    }

    private static void check(GcsCall call, @Nullable GcsObject found, String kind) {
        Long match = call.number(kind + "GenerationMatch");
        Long notMatch = call.number(kind + "GenerationNotMatch");
        Long metaMatch = call.number(kind + "MetagenerationMatch");
        long generation = found == null ? 0 : found.generation();
        boolean holds = (match == null || match == generation)
                && (notMatch == null || notMatch != generation)
                && (metaMatch == null || found != null && metaMatch == found.metageneration());
        if (!holds) {
            throw GcsError.precondition();
        }
    }

    private static void checkName(String name) {
        int bytes = name.getBytes(UTF_8).length;
        if (bytes == 0 || bytes > MOST_NAME_BYTES) {
            throw GcsError.invalid("The maximum object length is 1024 characters, but got a name with " + bytes);
        }
        if (name.equals(".") || name.equals("..") || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw GcsError.invalid("Disallowed unicode characters present in object name");
        }
    }
}
