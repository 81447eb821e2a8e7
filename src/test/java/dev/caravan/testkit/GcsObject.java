package dev.caravan.testkit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** One version of an object. */
record GcsObject(
        String bucket,
        String name,
        byte[] bytes,
        long generation,
        long metageneration,
        String contentType,
        Map<String, String> metadata,
        Instant created) {
    static final ObjectMapper JSON = new ObjectMapper();

    String md5() {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    String crc32c() {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    ObjectNode resource() {
        ObjectNode json = JSON.createObjectNode();
        json.put("kind", "storage#object")
                .put("id", bucket + "/" + name + "/" + generation)
                .put("name", name)
                .put("bucket", bucket)
                .put("generation", String.valueOf(generation))
                .put("metageneration", String.valueOf(metageneration))
                .put("contentType", contentType)
                .put("storageClass", "STANDARD")
                .put("size", String.valueOf(bytes.length))
                .put("md5Hash", md5())
                .put("crc32c", crc32c())
                .put("etag", etag())
                .put("timeCreated", created.toString())
                .put("updated", created.toString());
        if (!metadata.isEmpty()) {
            ObjectNode map = json.putObject("metadata");
            new TreeMap<>(metadata).forEach(map::put);
        }
        return json;
    }

    String etag() {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(16)
                        .putLong(generation)
                        .putLong(metageneration)
                        .array());
    }
}
