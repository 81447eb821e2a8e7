package dev.caravan.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.caravan.bucket.BucketSettings.Access;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.testkit.S3Server;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3StoreTest extends BucketStoreContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private static S3Server server;
    private String prefix;
    private Buckets buckets;

    @BeforeAll
    static void startServer() {
        server = new S3Server("acme-exports");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void connect() {
        prefix = "test-" + TESTS.incrementAndGet() + "/";
        buckets = new Buckets(Map.of("exports", settings(S3Server.SECRET_KEY)));
    }

    @AfterEach
    void disconnect() {
        buckets.close();
    }

    private BucketSettings settings(String secretKey) {
        return settings(secretKey, server.endpoint());
    }

    private BucketSettings settings(String secretKey, URI endpoint) {
        return new BucketSettings(
                "exports",
                Kind.S3,
                "acme-exports",
                prefix,
                Optional.of(S3Server.REGION),
                Optional.of(endpoint.toString()),
                true,
                Access.keys(S3Server.ACCESS_KEY, secretKey));
    }

    @Override
    BucketStore store() {
        try {
            return buckets.store("exports");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The server process knows no tags, so these go to {@link S3Tags}. */
    @Override
    @Test
    void marksAnObjectWithoutANewVersion() throws IOException {
        try (S3Tags tags = new S3Tags("/acme-exports/" + prefix + "a%20b.csv");
                Buckets tagged = new Buckets(Map.of("exports", settings(S3Server.SECRET_KEY, tags.endpoint())))) {
            BucketStore store = tagged.store("exports");
            store.mark(new BucketObject("a b.csv", 1, "v", Map.of()), "other", "a<b");
            store.mark(new BucketObject("a b.csv", 1, "v", Map.of()), "caravan", "new");
            store.mark(new BucketObject("a b.csv", 1, "v", Map.of()), "caravan", "read");
            assertThat(tags.tags()).containsOnly(entry("other", "a<b"), entry("caravan", "read"));
            assertThatThrownBy(() -> store.mark(new BucketObject("none", 1, "v", Map.of()), "caravan", "read"))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    @Override
    Map<String, String> marks(BucketObject object) {
        throw new UnsupportedOperationException();
    }

    @Test
    void saysWhichConnectionHasNoRightAndShowsNoKey() {
        try (Buckets wrong = new Buckets(Map.of("exports", settings("not-the-secret")))) {
            assertThatThrownBy(() -> wrong.store("exports").list("", null, 10))
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageStartingWith("s3://acme-exports/" + prefix + ": connection \"exports\" may not do this"
                            + " (403 SignatureDoesNotMatch")
                    .hasMessageContaining("docs/buckets.md")
                    .hasMessageNotContaining("not-the-secret");
        }
        assertThat(settings("not-the-secret").toString()).doesNotContain("not-the-secret", S3Server.ACCESS_KEY);
    }

    @Test
    void copiesInPartsWhatIsTooLargeForOneCall() throws IOException {
        byte[] bytes = random(12 << 20);
        BucketObject from = store().put("a", new ByteArrayInputStream(bytes), Map.of("k", "v"));
        new S3Copy(buckets.s3("exports"), new S3Place("exports", "acme-exports", prefix), 5 << 20).run(from, "b");
        BucketObject copy = store().head("b").orElseThrow();
        assertThat(read(store(), "b", copy.version())).isEqualTo(bytes);
        assertThat(copy.metadata()).containsEntry("k", "v");
    }

    @Test
    void endsUploadsOfADeadProcess() throws IOException {
        server.client().createMultipartUpload(c -> c.bucket("acme-exports").key(prefix + "spool/left"));
        server.client().createMultipartUpload(c -> c.bucket("acme-exports").key("elsewhere-" + prefix + "left"));
        store().abortUploads("spool/");
        assertThat(server.client()
                        .listMultipartUploads(l -> l.bucket("acme-exports"))
                        .uploads())
                .extracting(upload -> upload.key())
                .contains("elsewhere-" + prefix + "left")
                .doesNotContain(prefix + "spool/left");
    }
}
