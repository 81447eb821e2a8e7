package dev.caravan.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.bucket.BucketStore;
import dev.caravan.bucket.Buckets;
import dev.caravan.bucket.BucketsReader;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A spool in a bucket; each test has a prefix of its own. */
abstract class BucketSpoolContract extends SpoolContract {
    private static final AtomicInteger TESTS = new AtomicInteger();
    private String prefix;
    private Buckets buckets;

    /** An entry of buckets.yaml whose bucket is {@code acme-spool}, in flow style, without the brackets. */
    abstract String connection() throws IOException;

    /** Placeholders of that connection. */
    abstract Map<String, String> environment();

    /** {@code s3} or {@code gs}. */
    abstract String scheme();

    /** From now on no call succeeds. */
    abstract void breakDown();

    @BeforeEach
    void connect() throws IOException {
        prefix = "spool-" + TESTS.incrementAndGet();
        buckets = buckets();
    }

    private Buckets buckets() throws IOException {
        Files.writeString(folder.resolve("buckets.yaml"), "buckets:\n  spool: {" + connection() + "}\n");
        return read();
    }

    final Buckets read() {
        Problems problems = new Problems();
        var placeholders =
                new Placeholders(name -> Optional.ofNullable(environment().get(name)));
        Buckets read = new Buckets(BucketsReader.read(folder, placeholders, problems));
        problems.throwIfAny();
        return read;
    }

    @AfterEach
    void disconnect() {
        buckets.close();
    }

    private String place(String bucket) {
        return scheme() + "://" + bucket + "/" + prefix;
    }

    final BucketStore store() throws IOException {
        return buckets.storeAt(place("acme-spool"));
    }

    @Override
    Spool spool() {
        try {
            return new BucketSpool(store());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void keepsTheFileOfAnInboxWhenTheBucketFails() throws IOException {
        Spool spool = spool();
        Path file = Files.writeString(folder.resolve("in.csv"), "hello");
        try (SpoolWriter out = spool.create("half")) {
            out.write(new byte[10]);
            breakDown();
            assertThatThrownBy(out::commit)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(place("acme-spool") + "/half: ");
        }
        assertThatThrownBy(() -> spool.take(file, "drops/1/source.csv"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(place("acme-spool") + "/drops/1/source.csv: ");
        assertThat(file).hasContent("hello");
        assertThatThrownBy(() -> spool.open("drops/1/source.csv", 0)).hasMessageContaining(place("acme-spool"));
        assertThatThrownBy(() -> spool.list("")).hasMessageContaining(place("acme-spool"));
    }

    @Test
    void readsRangesOnly() throws IOException {
        try (SpoolWriter out = spool().create("a")) {
            out.write("0123456789".getBytes(UTF_8));
            out.commit();
        }
        assertThat(text(spool(), "a", 7)).isEqualTo("789");
        assertThat(text(spool(), "a", 10)).isEmpty();
    }
}
