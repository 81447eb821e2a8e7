package dev.caravan.bucket;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes one object to S3: in one request while it is small, else in parts. */
final class S3Writer extends PartWriter {
    private static final String ABSENT = "*";
    private static final String BYTES = "application/octet-stream";
    private final S3Client client;
    private final S3Place place;
    private final String key;
    private final Map<String, String> metadata;
    private final Head head;
    private final List<CompletedPart> parts = new ArrayList<>();
    private @Nullable String upload;

    /** What is there now. */
    interface Head {
        Optional<BucketObject> head(String key) throws IOException;
    }

    S3Writer(S3Client client, S3Place place, String key, Map<String, String> metadata, Head head) {
        this.client = client;
        this.place = place;
        this.key = key;
        this.metadata = metadata;
        this.head = head;
        place.full(key);
    }

    @Override
    void part(byte[] bytes, int length) throws IOException {
        try {
            if (upload == null) {
                upload = client.createMultipartUpload(c ->
                                c.bucket(place.bucket()).key(place.full(key)).metadata(metadata))
                        .uploadId();
            }
            int number = parts.size() + 1;
            String md5 = md5(bytes, length);
            String tag = client.uploadPart(
                            p -> p.bucket(place.bucket())
                                    .key(place.full(key))
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentMD5(md5),
                            body(bytes, length))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    @Override
    BucketObject finish(byte[] bytes, int length) throws IOException {
        try {
            return new BucketObject(key, position(), send(bytes, length), metadata);
        } catch (S3Exception e) {
            if (e.statusCode() == BucketErrors.PRECONDITION || e.statusCode() == BucketErrors.CONFLICT) {
                return ownOrRefused(e);
            }
            throw place.error(key, e);
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    private String send(byte[] bytes, int length) throws IOException {
        if (upload == null) {
            String md5 = md5(bytes, length);
            return client.putObject(
                            p -> p.bucket(place.bucket())
                                    .key(place.full(key))
                                    .ifNoneMatch(ABSENT)
                                    .contentMD5(md5)
                                    .metadata(metadata),
                            body(bytes, length))
                    .eTag();
        }
        part(bytes, length);
        return client.completeMultipartUpload(c -> c.bucket(place.bucket())
                        .key(place.full(key))
                        .uploadId(upload)
                        .ifNoneMatch(ABSENT)
                        .multipartUpload(m -> m.parts(parts)))
                .eTag();
    }

    /** The client repeats a request whose answer was lost, and then meets its own object. */
    private BucketObject ownOrRefused(S3Exception e) throws IOException {
        Optional<BucketObject> there = head.head(key);
        String mark = metadata.get(BucketKey.UPLOAD);
        if (there.isPresent()
                && String.valueOf(mark).equals(there.get().metadata().get(BucketKey.UPLOAD))) {
            return there.get();
        }
        if (e.statusCode() == BucketErrors.CONFLICT) {
            throw place.error(key, e);
        }
        var taken = new FileAlreadyExistsException(place.uri(key), null, "objects are written once");
        taken.initCause(e);
        throw taken;
    }

    @Override
    void abandon() throws IOException {
        if (upload == null) {
            return;
        }
        try {
            client.abortMultipartUpload(
                    a -> a.bucket(place.bucket()).key(place.full(key)).uploadId(upload));
        } catch (S3Exception e) {
            if (e.statusCode() != BucketErrors.NOT_FOUND) {
                throw place.error(key, e);
            }
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    private static RequestBody body(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, BYTES);
    }

    private static String md5(byte[] bytes, int length) {
        MessageDigest digest = digest("MD5");
        digest.update(bytes, 0, length);
        return Base64.getEncoder().encodeToString(digest.digest());
    }
}
