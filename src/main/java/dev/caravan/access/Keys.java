package dev.caravan.access;

import dev.caravan.config.Units;
import dev.caravan.ledger.ApiKeys;
import dev.caravan.ledger.ApiKeys.ApiKey;
import dev.caravan.ledger.LedgerException;
import dev.caravan.model.Workspace;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API keys: {@code ck_<id>_<secret>}. The secret has 256 random bits, so a plain hash of it is as good as a slow one, and
 * guessing needs no throttle. Safe to call from several threads.
 */
public final class Keys {
    private static final Logger LOG = LoggerFactory.getLogger(Keys.class);
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,62}";
    private static final Pattern TEXT = Pattern.compile("ck_([a-z2-7]{10})_([A-Za-z0-9_-]{43})");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final Duration LONGEST = Duration.ofDays(3650);
    private static final String NEVER = "never";

    /** How long a key lasts if nobody says so. */
    public static final String USUAL = "90d";

    private final ApiKeys ledger;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public Keys(ApiKeys ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** @param text what the program sends; it is told now and never again */
    public record Made(ApiKey key, String text) {
        /** Without the secret. */
        @Override
        public String toString() {
            return key.toString();
        }
    }

    /**
     * @param name for people; letters, digits and {@code . _ @ -}
     * @param roles in words
     * @param expires {@code 90d}, {@code 12h} or {@code never}
     * @param actor who makes it
     */
    public record Wanted(String name, String workspace, Collection<String> roles, String expires, String actor) {}

    /** @throws IllegalArgumentException saying what is not allowed; nothing was made */
    public Made make(Wanted wanted) {
        if (!wanted.name().matches(NAME)) {
            throw new IllegalArgumentException("\"" + wanted.name()
                    + "\" can't be the name of a key. Use letters, digits and . _ @ -, at most 63 characters");
        }
        if (!Workspace.isName(wanted.workspace())) {
            throw new IllegalArgumentException("\"" + wanted.workspace()
                    + "\" can't be a workspace. Use lower-case letters, digits and -, at most 63 characters");
        }
        Set<String> roles = wanted.roles().stream().map(Keys::role).collect(Collectors.toSet());
        if (roles.isEmpty()) {
            throw new IllegalArgumentException(
                    "A key without a role opens nothing. Allowed: " + String.join(", ", Role.words()));
        }
        Instant now = clock.instant();
        Instant expires = expires(wanted.expires(), now);
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        String id = random.ints(10, 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
        ApiKey key = new ApiKey(
                id, wanted.name(), wanted.workspace(), roles, hash(text), wanted.actor(), now, expires, null, null);
        ledger.add(key);
        return new Made(key, "ck_" + id + "_" + text);
    }

    private static String role(String word) {
        return Role.of(word.strip())
                .map(Role::word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + word.strip() + "\" is no role. Allowed: " + String.join(", ", Role.words())));
    }

    private static @Nullable Instant expires(String text, Instant now) {
        if (text.equals(NEVER)) {
            return null;
        }
        return now.plus(Units.duration(text)
                .filter(time -> time.compareTo(Duration.ZERO) > 0 && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" is no time to expire after. Write 90d or 12h, at most 3650d, or never")));
    }

    /** What became of a key that somebody sent. */
    enum Verdict {
        GOOD,
        /** Nobody made it, or its secret is another. */
        UNKNOWN,
        REVOKED,
        EXPIRED
    }

    /** @param key null if it is unknown */
    record Seen(Verdict verdict, @Nullable ApiKey key) {}

    /** What is known of this key; whoever has not its secret learns nothing but that. Notes that it was used. */
    Seen look(String text) {
        Matcher parts = TEXT.matcher(text);
        Optional<ApiKey> found = parts.matches() ? ledger.find(parts.group(1)) : Optional.empty();
        if (found.isEmpty() || !same(hash(parts.group(2)), found.get().hash())) {
            return new Seen(Verdict.UNKNOWN, null);
        }
        ApiKey key = found.get();
        if (key.revokedAt() != null) {
            return new Seen(Verdict.REVOKED, key);
        }
        Instant now = clock.instant();
        if (key.expired(now)) {
            return new Seen(Verdict.EXPIRED, key);
        }
        Instant used = key.usedAt();
        if (used == null || !now.isBefore(used.plus(Duration.ofHours(1)))) {
            noteUse(key);
        }
        return new Seen(Verdict.GOOD, key);
    }

    /** Whoever fetches what is done need not wait until the ledger can be written again. */
    private void noteUse(ApiKey key) {
        try {
            ledger.used(key.id());
        } catch (LedgerException e) {
            LOG.debug("The last use of {} was not noted", key, e);
        }
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.US_ASCII), other.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
