package dev.caravan.simulator.bedrock;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The S3 that jobs read from and write to: Bedrock itself is a client of it. Connects when it is first used. */
final class Buckets implements AutoCloseable {
    private final String endpoint;
    private final String region;
    private final AwsBasicCredentials keys;
    private @Nullable S3Client client;

    /** @param endpoint of S3 or of a server that speaks it, path style; empty = there is none */
    Buckets(String endpoint, String region, String accessKey, String secretKey) {
        this.endpoint = endpoint;
        this.region = region;
        this.keys = AwsBasicCredentials.create(accessKey, secretKey);
    }

    /** The inputs that an address names: the one, or all in that folder, by name. */
    List<S3Uri> inputs(S3Uri address) {
        if (address.isFile()) {
            return List.of(address);
        }
        String folder = address.below("").key();
        return s3().listObjectsV2Paginator(list -> list.bucket(address.bucket()).prefix(folder)).contents().stream()
                .map(S3Object::key)
                .filter(key -> key.endsWith(".jsonl"))
                .sorted()
                .map(key -> new S3Uri(address.bucket(), key))
                .toList();
    }

    /** Bytes of an object. */
    long size(S3Uri object) {
        return s3().headObject(head -> head.bucket(object.bucket()).key(object.key()))
                .contentLength();
    }

    void copy(S3Uri object, OutputStream to) throws IOException {
        try (InputStream from =
                s3().getObject(get -> get.bucket(object.bucket()).key(object.key()))) {
            from.transferTo(to);
        }
    }

    void put(S3Uri object, Path file) {
        s3().putObject(put -> put.bucket(object.bucket()).key(object.key()), file);
    }

    void put(S3Uri object, String text) {
        s3().putObject(put -> put.bucket(object.bucket()).key(object.key()), RequestBody.fromString(text));
    }

    private synchronized S3Client s3() {
        if (endpoint.isEmpty()) {
            throw BedrockException.invalid(
                    "The simulator has no S3 to read inputs from: set caravan.simulator.s3.endpoint.");
        }
        if (client == null) {
            client = S3Client.builder()
                    .endpointOverride(URI.create(endpoint))
                    .region(Region.of(region))
                    .forcePathStyle(true)
                    .credentialsProvider(StaticCredentialsProvider.create(keys))
                    .build();
        }
        return client;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }
}
