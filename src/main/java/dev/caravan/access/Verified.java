package dev.caravan.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names and passwords that were right a moment ago, so that a program that sends its password with each request does not have
 * it compared each time. Holds no password: a hash of it, keyed with a secret of this process.
 */
final class Verified {
    private static final Duration LASTS = Duration.ofMinutes(1);
    private static final int MOST = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final Clock clock;
    private final SecretKeySpec secret;
    private final Map<String, Long> until = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    Verified(Clock clock) {
        this.clock = clock;
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.secret = new SecretKeySpec(bytes, HMAC);
    }

    void right(User user, String password) {
        String key = key(user, password);
        synchronized (until) {
            until.put(key, clock.millis() + LASTS.toMillis());
        }
    }

    /** Whether this password was right for this user within the last minute. */
    boolean knows(User user, String password) {
        String key = key(user, password);
        synchronized (until) {
            return until.getOrDefault(key, Long.MIN_VALUE) > clock.millis();
        }
    }

    private String key(User user, String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            // A hash has no line break, nor has a name.
            mac.update((user.name() + "\n" + user.hash() + "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
