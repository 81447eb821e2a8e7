package dev.caravan.bucket;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** {@link BucketStore} at S3 and what speaks like it. */
final class S3Store implements BucketStore {
    private static final int NO_SUCH_RANGE = 416;
    private final S3Client client;
    private final S3Place place;

    S3Store(S3Client client, S3Place place) {
        this.client = client;
        this.place = place;
    }

    @Override
    public String uri(String key) {
        return place.uri(key);
    }

    @Override
    public BucketWriter create(String key, Map<String, String> metadata) {
        return new S3Writer(client, place, key, BucketKey.metadata(metadata), this::head);
    }

    @Override
    public Optional<BucketObject> head(String key) throws IOException {
        try {
            HeadObjectResponse found =
                    client.headObject(h -> h.bucket(place.bucket()).key(place.full(key)));
            return Optional.of(new BucketObject(key, found.contentLength(), found.eTag(), found.metadata()));
        } catch (S3Exception e) {
            if (e.statusCode() == BucketErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw place.error(key, e);
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    @Override
    public Optional<Instant> writtenAt(String key) throws IOException {
        try {
            return Optional.ofNullable(
                    client.headObject(h -> h.bucket(place.bucket()).key(place.full(key)))
                            .lastModified());
        } catch (S3Exception e) {
            if (e.statusCode() == BucketErrors.NOT_FOUND) {
                return Optional.empty();
            }
            throw place.error(key, e);
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    @Override
    public byte[] read(String key, @Nullable String version, long offset, int length) throws IOException {
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        try {
            return client.getObject(
                    g -> g.bucket(place.bucket())
                            .key(place.full(key))
                            .ifMatch(version)
                            .range(range),
                    (answer, in) -> {
                        // A server that knows no ranges sends everything.
                        if (offset > 0 && answer.contentRange() == null) {
                            throw new IOException(uri(key) + ": the server ignores ranges");
                        }
                        byte[] bytes = in.readNBytes(length);
                        in.abort();
                        return bytes;
                    });
        } catch (S3Exception e) {
            if (e.statusCode() == NO_SUCH_RANGE) {
                return new byte[0];
            }
            throw place.error(key, version, e);
        } catch (SdkException e) {
            throw place.error(key, e);
        }
    }

    @Override
    public BucketPage list(String prefix, @Nullable String token, int limit) throws IOException {
        try {
            ListObjectsV2Response page = client.listObjectsV2(l -> l.bucket(place.bucket())
                    .prefix(place.prefix() + prefix)
                    .continuationToken(token)
                    .maxKeys(limit));
            List<BucketObject> objects = new ArrayList<>();
            page.contents()
                    .forEach(o -> objects.add(new BucketObject(place.relative(o.key()), o.size(), o.eTag(), Map.of())));
            return new BucketPage(
                    objects, Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null);
        } catch (SdkException e) {
            throw place.error(prefix, e);
        }
    }

    @Override
    public boolean delete(String key, @Nullable String version) throws IOException {
        // S3 answers alike whether there was something to delete.
        Optional<BucketObject> there = head(key);
        if (there.isEmpty()) {
            return false;
        }
        if (version != null && !version.equals(there.get().version())) {
            throw new BucketChangedException(
                    uri(key), version, new IOException("now " + there.get().version()));
        }
        try {
            client.deleteObject(
                    d -> d.bucket(place.bucket()).key(place.full(key)).ifMatch(version));
            return true;
        } catch (SdkException e) {
            throw place.error(key, version, e);
        }
    }

    @Override
    public void copy(BucketObject from, String to) throws IOException {
        new S3Copy(client, place, S3Copy.LARGEST).run(from, to);
    }

    @Override
    public void mark(BucketObject object, String name, String value) throws IOException {
        try {
            String full = place.full(object.key());
            List<Tag> tags = new ArrayList<>(
                    client.getObjectTagging(g -> g.bucket(place.bucket()).key(full))
                            .tagSet());
            tags.removeIf(tag -> tag.key().equals(name));
            tags.add(Tag.builder().key(name).value(value).build());
            client.putObjectTagging(p -> p.bucket(place.bucket()).key(full).tagging(t -> t.tagSet(tags)));
        } catch (SdkException e) {
            throw place.error(object.key(), e);
        }
    }

    @Override
    public void abortUploads(String prefix) throws IOException {
        try {
            String keys = null;
            String ids = null;
            ListMultipartUploadsResponse page;
            do {
                String afterKey = keys;
                String afterId = ids;
                page = client.listMultipartUploads(l -> l.bucket(place.bucket())
                        .prefix(place.prefix() + prefix)
                        .keyMarker(afterKey)
                        .uploadIdMarker(afterId));
                page.uploads()
                        .forEach(u -> client.abortMultipartUpload(
                                a -> a.bucket(place.bucket()).key(u.key()).uploadId(u.uploadId())));
                keys = page.nextKeyMarker();
                ids = page.nextUploadIdMarker();
            } while (Boolean.TRUE.equals(page.isTruncated()));
        } catch (SdkException e) {
            throw place.error(prefix, e);
        }
    }
}
