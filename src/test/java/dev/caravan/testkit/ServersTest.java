package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The servers refuse what the real ones refuse. */
class ServersTest {

    @Test
    void s3ChecksSignaturesAndConditions() {
        try (S3Server server = new S3Server("bucket");
                var stranger = server.client("wrong")) {
            var s3 = server.client();
            s3.putObject(p -> p.bucket("bucket").key("k").ifNoneMatch("*"), RequestBody.fromString("1"));
            assertThatThrownBy(() -> s3.putObject(
                            p -> p.bucket("bucket").key("k").ifNoneMatch("*"), RequestBody.fromString("2")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
            assertThatThrownBy(() -> stranger.listObjectsV2(l -> l.bucket("bucket")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void gcsKnowsGenerationsAndPreconditions() {
        try (GcsServer server = new GcsServer("b")) {
            Storage gcs = server.client();
            var first = gcs.create(
                    info("k", Map.of("a", "1")), "one".getBytes(UTF_8), Storage.BlobTargetOption.doesNotExist());
            assertThatThrownBy(() -> gcs.create(
                            info("k", Map.of()), "two".getBytes(UTF_8), Storage.BlobTargetOption.doesNotExist()))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
            var second = gcs.create(info("k", Map.of()), "two".getBytes(UTF_8));
            assertThat(second.getGeneration()).isGreaterThan(first.getGeneration());
            assertThat(gcs.get(first.getBlobId())).isNull();
            assertThatThrownBy(() -> gcs.delete(second.getBlobId(), Storage.BlobSourceOption.generationMatch(1)))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(412));
            assertThat(gcs.readAllBytes("b", "k")).asString().isEqualTo("two");
            gcs.update(second.toBuilder().setMetadata(Map.of("m", "x")).build());
            assertThat(gcs.get("b", "k").getMetadata()).containsEntry("m", "x");
            assertThat(gcs.delete("b", "k")).isTrue();
            assertThat(gcs.delete("b", "k")).isFalse();
        }
    }

    @Test
    void gcsListsInPagesAndReadsRanges() throws IOException {
        try (GcsServer server = new GcsServer("b")) {
            Storage gcs = server.client();
            for (String name : List.of("a/1", "a/2", "a/ü b+c%2F?", "b/1")) {
                gcs.create(info(name, Map.of()), name.getBytes(UTF_8));
            }
            var page = gcs.list("b", BlobListOption.prefix("a/"), BlobListOption.pageSize(2));
            assertThat(page.getValues()).extracting(b -> b.getName()).containsExactly("a/1", "a/2");
            assertThat(page.getNextPage().getValues())
                    .extracting(b -> b.getName())
                    .containsExactly("a/ü b+c%2F?");
            assertThat(page.getNextPage().hasNextPage()).isFalse();
            try (var reader = gcs.reader(BlobId.of("b", "a/1"))) {
                reader.seek(1);
                reader.limit(2);
                ByteBuffer two = ByteBuffer.allocate(8);
                reader.read(two);
                assertThat(two.position()).isEqualTo(1);
                assertThat(two.get(0)).isEqualTo((byte) '/');
            }
        }
    }

    @Test
    void gcsTakesResumableUploadsAndRewritesInSteps() throws IOException {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        try (GcsServer server = new GcsServer("b")) {
            Storage gcs = server.client();
            try (var out = gcs.writer(info("big", Map.of("m", "1")), Storage.BlobWriteOption.doesNotExist())) {
                out.setChunkSize(256 << 10);
                for (int at = 0; at < bytes.length; at += 100_000) {
                    out.write(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, at + 100_000)));
                }
                assertThat(server.unfinishedUploads()).isEqualTo(1);
                assertThat(gcs.get("b", "big")).isNull();
            }
            assertThat(gcs.readAllBytes("b", "big")).isEqualTo(bytes);
            var copy = gcs.copy(Storage.CopyRequest.newBuilder()
                    .setSource(BlobId.of("b", "big"))
                    .setTarget(BlobId.of("b", "copy"))
                    .setMegabytesCopiedPerChunk(1L)
                    .build());
            assertThat(copy.isDone()).isFalse();
            assertThat(copy.getResult().getMetadata()).containsEntry("m", "1");
            assertThat(gcs.readAllBytes("b", "copy")).isEqualTo(bytes);
        }
    }

    @Test
    void gcsWantsAToken() {
        try (GcsServer server = new GcsServer("b")) {
            Storage stranger = StorageOptions.newBuilder()
                    .setHost(server.endpoint().toString())
                    .setProjectId("test")
                    .setCredentials(NoCredentials.getInstance())
                    .build()
                    .getService();
            assertThatThrownBy(() -> stranger.get("b", "k"))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.getCode()).isEqualTo(401));
        }
    }

    private static BlobInfo info(String name, Map<String, String> metadata) {
        return BlobInfo.newBuilder("b", name).setMetadata(metadata).build();
    }
}
