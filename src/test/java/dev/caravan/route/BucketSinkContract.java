package dev.caravan.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.BucketTestAccess;
import dev.caravan.bucket.Buckets;
import dev.caravan.publish.bucket.BucketSinkTestAccess;
import dev.caravan.publish.parquet.ParquetTestAccess;
import dev.caravan.testkit.Cable;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sinks that write objects into a bucket of a server; every test has a prefix of its own there. */
abstract class BucketSinkContract extends SinkContract {
    private static final AtomicInteger TESTS = new AtomicInteger();

    final String prefix = "run-" + TESTS.incrementAndGet() + "/";
    private final Kind kind;
    private final String format;
    private Buckets direct;
    private Buckets used;
    Cable cable;

    BucketSinkContract(Kind kind, String format) {
        this.kind = kind;
        this.format = format;
    }

    abstract URI server();

    /** A connection with all rights. */
    abstract Buckets connect(URI endpoint) throws Exception;

    @Override
    String sample() {
        return kind == Kind.S3
                ? "examples/routes/sinks/tickets-s3.camel.yaml"
                : "examples/routes/sinks/tickets-gcs.camel.yaml";
    }

    /** The sample with the format of the test. */
    @Override
    String route() throws Exception {
        String sample = Files.readString(Path.of(sample()));
        assertThat(sample).contains("format: jsonl");
        Path route = Files.writeString(
                data.resolve("sink.camel.yaml"), sample.replace("format: jsonl", "format: " + format));
        return Path.of("routes").toAbsolutePath().relativize(route).toString();
    }

    @Override
    void startReceiver() throws Exception {
        cable = new Cable(server());
        direct = connect(server());
        used = connect(cable.endpoint());
    }

    @AfterEach
    void stopReceiver() throws Exception {
        used.close();
        direct.close();
        cable.close();
    }

    @Override
    void bind() {
        rig.bind(
                "bucketSink",
                BucketSinkTestAccess.sink(used, bench.formats(ParquetTestAccess.format(bench.columns()))));
    }

    final BucketStore store() throws Exception {
        return direct.store(BucketTestAccess.name(kind));
    }

    final List<BucketObject> objects() throws Exception {
        return store().list("", null, 100).objects();
    }

    @Override
    List<Stored> stored() throws Exception {
        List<Stored> all = new ArrayList<>();
        for (BucketObject object : objects()) {
            Path file = data.resolve(object.key().replace('/', '-'));
            try (InputStream bytes = store().open(object.key(), object.version(), 0)) {
                Files.write(file, bytes.readAllBytes());
            }
            all.addAll(StoredFile.read(file));
        }
        return all;
    }

    private void use(Buckets buckets) throws Exception {
        used.close();
        used = buckets;
        rig.close();
        open();
    }

    @Override
    void breakDown() throws Exception {
        use(BucketTestAccess.stranger(kind, server(), prefix));
    }

    @Override
    void repair() throws Exception {
        use(connect(cable.endpoint()));
    }

    final String key(int publication) {
        return "answers/tickets/triage-p%06d.%s".formatted(publication, format);
    }

    @Test
    void namesTheObjectByItsPublicationAndSaysInItsMetadataWhatItIs() throws Exception {
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver()).isEmpty();
        assertThat(objects()).extracting(BucketObject::key).containsExactly(key(1));
        assertThat(store().head(key(1)).orElseThrow().metadata())
                .containsEntry("caravan-publication", bench.ledger().instance() + "-1")
                .hasEntrySatisfying("caravan-sha256", hash -> assertThat(hash).matches("[0-9a-f]{64}"));
    }

    @Test
    void neverReplacesWhatIsThere() throws Exception {
        BucketObject precious = store().put(key(1), new ByteArrayInputStream("precious".getBytes(UTF_8)), Map.of());
        bench.publication(answers("a", "{\"category\":\"x\"}"));
        assertThat(deliver())
                .hasValueSatisfying(why -> assertThat(why).hasStackTraceContaining("exists with other content"));
        assertThat(store().read(key(1), precious.version(), 0, 100)).asString().isEqualTo("precious");
        assertThat(bench.claim()).isEmpty();
        store().delete(key(1), null);
        crash();
        assertThat(deliver()).isEmpty();
        assertThat(stored()).containsExactly(stored("a", 1, "{\"category\":\"x\"}"));
    }
}
