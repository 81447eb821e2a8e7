package dev.caravan.bucket;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes S3 clients with time limits; what may be repeated is repeated three times. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    /** One part of 8 MiB in this time is half a megabit a second. */
    private static final Duration ATTEMPT = Duration.ofMinutes(2);

    private static final Duration CALL = Duration.ofMinutes(7);
    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    static S3Client of(BucketSettings settings) throws IOException {
        S3ClientBuilder builder = S3Client.builder()
                .credentialsProvider(credentials(settings.access()))
                .forcePathStyle(settings.pathStyle())
                // Parts carry Content-MD5; the newer checksums are unknown to many servers that speak S3.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .httpClientBuilder(ApacheHttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(
                                DefaultRetryStrategy.standardStrategyBuilder().build()));
        settings.region().ifPresent(region -> builder.region(Region.of(region)));
        settings.endpoint().ifPresent(endpoint -> builder.endpointOverride(URI.create(endpoint)));
        try {
            return builder.build();
        } catch (SdkException e) {
            throw new IOException(
                    "The client of bucket connection \"" + settings.name() + "\" can't be made: " + e.getMessage()
                            + ". Set region in buckets.yaml, or AWS_REGION",
                    e);
        }
    }

    private static AwsCredentialsProvider credentials(BucketSettings.Access access) {
        if (access.anonymous) {
            return AnonymousCredentialsProvider.create();
        }
        return access.accessKey != null && access.secretKey != null
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(access.accessKey, access.secretKey))
                : DefaultCredentialsProvider.builder().build();
    }
}
