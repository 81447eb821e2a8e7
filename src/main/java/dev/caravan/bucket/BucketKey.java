package dev.caravan.bucket;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Keys and metadata that are safe to send. */
final class BucketKey {
    /** Tells whether an object that is there already is the one this process just wrote. */
    static final String UPLOAD = "caravan-upload";

    private static final int MOST_KEY_BYTES = 1024;
    private static final int MOST_METADATA = 2000;
    private static final String PLAIN = "-._~/";

    private BucketKey() {}

    /** The key with the prefix of the connection before it. */
    static String full(String prefix, String key) {
        String full = prefix + key;
        if (key.isEmpty() || full.getBytes(StandardCharsets.UTF_8).length > MOST_KEY_BYTES) {
            throw new IllegalArgumentException("\"" + encode(key) + "\" can't be a key: with the prefix of its"
                    + " connection it must have 1 to " + MOST_KEY_BYTES + " bytes");
        }
        return full;
    }

    /** Percent-encoded, slashes kept; what is printed can't hold anything else. */
    static String encode(String key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                text.append(c);
            } else {
                text.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return text.toString();
    }

    /** The metadata with a mark of this one upload. */
    static Map<String, String> metadata(Map<String, String> given) {
        int size = 0;
        for (var field : given.entrySet()) {
            if (!field.getKey().matches("[a-z0-9-]{1,64}") || !field.getValue().matches("[\\x20-\\x7E]*")) {
                throw new IllegalArgumentException("The metadata field \"" + encode(field.getKey())
                        + "\" is not allowed: keys have lower-case letters, digits and -, values printable ASCII");
            }
            size += field.getKey().length() + field.getValue().length();
        }
        if (size > MOST_METADATA) {
            throw new IllegalArgumentException("More than " + MOST_METADATA + " characters of metadata");
        }
        Map<String, String> all = new HashMap<>(given);
        all.put(UPLOAD, UUID.randomUUID().toString());
        return all;
    }
}
