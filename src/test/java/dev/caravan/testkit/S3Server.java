package dev.caravan.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;

/** Buckets at an S3 server that is a process of its own and checks signatures. */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "caravan-test";
    public static final String SECRET_KEY = "a-secret-that-no-log-may-show";
    public static final String REGION = "eu-central-1";

    private final S3Process process;
    private final boolean shared;
    private final S3Client client;

    /** @param buckets empty at start, and this test's until the next one names them */
    public S3Server(String... buckets) {
        this(S3Process.shared(), true, buckets);
    }

    private S3Server(S3Process process, boolean shared, String... buckets) {
        this.process = process;
        this.shared = shared;
        client = client(SECRET_KEY);
        Set<String> there =
                client.listBuckets().buckets().stream().map(Bucket::name).collect(Collectors.toSet());
        for (String bucket : buckets) {
            if (there.contains(bucket)) {
                empty(bucket);
            } else {
                client.createBucket(b -> b.bucket(bucket));
            }
        }
    }

    /** One that nobody else has, so that {@link #close()} ends it: calls find nobody any more. */
    public static S3Server alone(String... buckets) {
        return new S3Server(new S3Process(null), false, buckets);
    }

    /** The same, for more than fits into its memory: objects are files below this folder, which must be there. */
    public static S3Server in(Path folder, String... buckets) {
        return new S3Server(new S3Process(folder.toAbsolutePath()), false, buckets);
    }

    /** For the setting {@code endpoint}; buckets are addressed by path. */
    public URI endpoint() {
        return process.endpoint();
    }

    public S3Client client() {
        return client;
    }

    /** A client with another secret key; to be closed. */
    public S3Client client(String secretKey) {
        return S3Client.builder()
                .endpointOverride(process.endpoint())
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, secretKey)))
                .overrideConfiguration(o -> o.apiCallTimeout(Duration.ofSeconds(30)))
                .build();
    }

    @Override
    public void close() {
        client.close();
        if (!shared) {
            process.close();
        }
    }

    /** Takes away what the test before left, if any. */
    private void empty(String bucket) {
        client.listMultipartUploads(l -> l.bucket(bucket))
                .uploads()
                .forEach(upload -> client.abortMultipartUpload(
                        a -> a.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        client.listObjectsV2Paginator(l -> l.bucket(bucket))
                .contents()
                .forEach(object -> client.deleteObject(d -> d.bucket(bucket).key(object.key())));
    }
}
