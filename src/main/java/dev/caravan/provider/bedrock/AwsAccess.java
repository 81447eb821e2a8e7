package dev.caravan.provider.bedrock;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of one account. They connect when they are first used, and never repeat a call. */
final class AwsAccess implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration CALL = Duration.ofSeconds(90);
    /** One part of an upload, or a download until its first byte. */
    private static final Duration TRANSFER = Duration.ofMinutes(15);

    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
    private final BedrockClient bedrock;
    private final S3Client s3;
    private final AwsRuntime runtime;
    private final JobTimes times;

    /**
     * @param keys the account's own key pair; null for the AWS credential chain
     * @param times hears of the calls to Bedrock
     */
    AwsAccess(String baseUrl, Map<String, String> settings, @Nullable AwsBasicCredentials keys, JobTimes times) {
        this.times = times;
        Region region = Region.of(BedrockSettings.region(settings, baseUrl));
        SdkHttpClient http = keep(ApacheHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SILENCE)
                .maxConnections(20)
                .build());
        AwsCredentialsProvider identity = identity(settings, keys, region, http);
        bedrock = keep(BedrockClient.builder()
                .region(region)
                .endpointOverride(URI.create(baseUrl))
                .credentialsProvider(identity)
                .httpClient(http)
                .overrideConfiguration(
                        once(CALL).toBuilder().addExecutionInterceptor(times).build())
                .build());
        S3ClientBuilder s3Builder = S3Client.builder()
                .region(region)
                .credentialsProvider(identity)
                .httpClient(http)
                .overrideConfiguration(once(TRANSFER));
        String s3Url = settings.getOrDefault(BedrockSettings.S3_URL, "");
        if (!s3Url.isEmpty()) {
            s3Builder.endpointOverride(URI.create(s3Url)).forcePathStyle(true);
        }
        s3 = keep(s3Builder.build());
        runtime = new AwsRuntime(AwsRuntime.url(settings, baseUrl), region.id(), identity, http);
    }

    BedrockClient bedrock() {
        return bedrock;
    }

    S3Client s3() {
        return s3;
    }

    AwsRuntime runtime() {
        return runtime;
    }

    JobTimes times() {
        return times;
    }

    private AwsCredentialsProvider identity(
            Map<String, String> settings, @Nullable AwsBasicCredentials keys, Region region, SdkHttpClient http) {
        AwsCredentialsProvider own = keys == null
                ? keep(DefaultCredentialsProvider.builder().build())
                : StaticCredentialsProvider.create(keys);
        String role = settings.getOrDefault(BedrockSettings.ASSUME_ROLE, "");
        if (role.isEmpty()) {
            return own;
        }
        StsClient sts = keep(StsClient.builder()
                .region(region)
                .credentialsProvider(own)
                .httpClient(http)
                .overrideConfiguration(once(CALL))
                .build());
        return keep(StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(assume -> assume.roleArn(role).roleSessionName("caravan"))
                .build());
    }

    /** Nothing repeats a create (protocol rule 5); what else failed comes again from the ledger. */
    private static ClientOverrideConfiguration once(Duration limit) {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(AwsRetryStrategy.doNotRetry())
                .apiCallTimeout(limit)
                .addExecutionInterceptor(new Sent.Watch())
                .build();
    }

    private <T extends SdkAutoCloseable> T keep(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
