package dev.caravan.bucket;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Copies one version of an object inside the bucket; the bytes never come here. */
final class S3Copy {
    /** S3 copies at most 5 GiB in one call. */
    static final long LARGEST = 1L << 30;

    private static final int MOST_PARTS = 10_000;
    private final S3Client client;
    private final S3Place place;
    private final long largest;

    /** @param largest bytes of one call, at least 5 MiB */
    S3Copy(S3Client client, S3Place place, long largest) {
        this.client = client;
        this.place = place;
        this.largest = largest;
    }

    void run(BucketObject from, String to) throws IOException {
        try {
            refuseExisting(to);
            if (from.size() <= largest) {
                client.copyObject(c -> c.sourceBucket(place.bucket())
                        .sourceKey(place.full(from.key()))
                        .copySourceIfMatch(from.version())
                        .destinationBucket(place.bucket())
                        .destinationKey(place.full(to))
                        .ifNoneMatch("*"));
            } else {
                inParts(from, to);
            }
        } catch (S3Exception e) {
            if (e.statusCode() == BucketErrors.PRECONDITION) {
                throw whichCondition(from, to, e);
            }
            throw place.error(from.key(), e);
        } catch (SdkException e) {
            throw place.error(from.key(), e);
        }
    }

    // Not every server that speaks S3 looks at the condition of a copy.
    private void refuseExisting(String to) throws IOException {
        try {
            client.headObject(h -> h.bucket(place.bucket()).key(place.full(to)));
        } catch (S3Exception e) {
            if (e.statusCode() == BucketErrors.NOT_FOUND) {
                return;
            }
            throw e;
        }
        throw new FileAlreadyExistsException(place.uri(to), null, "objects are written once");
    }

    private void inParts(BucketObject from, String to) {
        HeadObjectResponse source = client.headObject(
                h -> h.bucket(place.bucket()).key(place.full(from.key())).ifMatch(from.version()));
        String upload = client.createMultipartUpload(c -> c.bucket(place.bucket())
                        .key(place.full(to))
                        .contentType(source.contentType())
                        .contentEncoding(source.contentEncoding())
                        .metadata(source.metadata()))
                .uploadId();
        try {
            List<CompletedPart> parts = parts(from, to, upload);
            client.completeMultipartUpload(c -> c.bucket(place.bucket())
                    .key(place.full(to))
                    .uploadId(upload)
                    .ifNoneMatch("*")
                    .multipartUpload(m -> m.parts(parts)));
        } catch (SdkException e) {
            client.abortMultipartUpload(
                    a -> a.bucket(place.bucket()).key(place.full(to)).uploadId(upload));
            throw e;
        }
    }

    private List<CompletedPart> parts(BucketObject from, String to, String upload) {
        long step = Math.max(largest, from.size() / MOST_PARTS + 1);
        List<CompletedPart> parts = new ArrayList<>();
        for (long at = 0; at < from.size(); at += step) {
            int number = parts.size() + 1;
            String range = "bytes=" + at + "-" + (Math.min(at + step, from.size()) - 1);
            String tag = client.uploadPartCopy(u -> u.sourceBucket(place.bucket())
                            .sourceKey(place.full(from.key()))
                            .copySourceIfMatch(from.version())
                            .copySourceRange(range)
                            .destinationBucket(place.bucket())
                            .destinationKey(place.full(to))
                            .uploadId(upload)
                            .partNumber(number))
                    .copyPartResult()
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }
        return parts;
    }

    private IOException whichCondition(BucketObject from, String to, S3Exception e) {
        try {
            client.headObject(
                    h -> h.bucket(place.bucket()).key(place.full(from.key())).ifMatch(from.version()));
        } catch (SdkException changed) {
            return place.error(from.key(), from.version(), changed);
        }
        var taken = new FileAlreadyExistsException(place.uri(to), null, "objects are written once");
        taken.initCause(e);
        return taken;
    }
}
