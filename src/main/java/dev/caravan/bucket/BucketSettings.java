package dev.caravan.bucket;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket connection as {@code buckets.yaml} describes it.
 *
 * @param prefix of every key, empty or ending in {@code /}
 * @param endpoint only for servers that are not Amazon's or Google's own
 * @param access how it proves who it is
 */
public record BucketSettings(
        String name,
        Kind kind,
        String bucket,
        String prefix,
        Optional<String> region,
        Optional<String> endpoint,
        boolean pathStyle,
        Access access) {

    /** Who keeps the bucket. */
    public enum Kind {
        S3("s3"),
        GCS("gs");

        private final String scheme;

        Kind(String scheme) {
            this.scheme = scheme;
        }

        /** Of its URIs. */
        public String scheme() {
            return scheme;
        }
    }

    /** Keys of the environment, a key file, nobody at all, or what the machine offers. Prints nothing of it. */
    public static final class Access {
        final @Nullable String accessKey;
        final @Nullable String secretKey;
        final @Nullable String keyFile;
        final boolean anonymous;

        private Access(
                @Nullable String accessKey, @Nullable String secretKey, @Nullable String keyFile, boolean anonymous) {
            this.accessKey = accessKey;
            this.secretKey = secretKey;
            this.keyFile = keyFile;
            this.anonymous = anonymous;
        }

        static Access keys(String accessKey, String secretKey) {
            return new Access(accessKey, secretKey, null, false);
        }

        static Access keyFile(String file) {
            return new Access(null, null, file, false);
        }

        static Access anonymous() {
            return new Access(null, null, null, true);
        }

        /** The vendor's default chain. */
        static Access ofTheMachine() {
            return new Access(null, null, null, false);
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
