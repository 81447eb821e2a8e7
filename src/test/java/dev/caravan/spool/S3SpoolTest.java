package dev.caravan.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.testkit.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class S3SpoolTest extends BucketSpoolContract {
    /** Shared, because a process takes seconds to start; a test may end it. */
    private static final AtomicReference<S3Server> SERVER = new AtomicReference<>();

    private static S3Server server() {
        SERVER.compareAndSet(null, SERVER.get() == null ? S3Server.alone("acme-spool") : null);
        return SERVER.get();
    }

    @Override
    String connection() {
        return "kind: s3, bucket: acme-spool, region: " + S3Server.REGION + ", endpoint: \"" + server().endpoint()
                + "\", path-style: true, access-key: \"${ID}\", secret-key: \"${KEY}\"";
    }

    @Override
    Map<String, String> environment() {
        return Map.of("ID", S3Server.ACCESS_KEY, "KEY", S3Server.SECRET_KEY);
    }

    @Override
    String scheme() {
        return "s3";
    }

    @Override
    void breakDown() {
        endServer();
    }

    @AfterAll
    static void endServer() {
        S3Server server = SERVER.getAndSet(null);
        if (server != null) {
            server.close();
        }
    }

    @Test
    void doesNotTakeAMissingBucketForAMissingFile() throws IOException {
        server().client().createBucket(b -> b.bucket("gone"));
        server().client().deleteBucket(b -> b.bucket("gone"));
        Files.writeString(
                folder.resolve("buckets.yaml"),
                "buckets:\n  spool: {" + connection().replace("acme-spool", "gone") + "}\n");
        Path file = Files.writeString(folder.resolve("in.csv"), "hello");
        try (var buckets = read()) {
            Spool spool = new BucketSpool(buckets.store("spool"));
            assertThatThrownBy(() -> spool.take(file, "drops/1/source.csv"))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("s3://gone/");
        }
        assertThat(file).exists();
    }

    @Test
    void endsUploadsThatADeadProcessLeft() throws IOException {
        String key = store().uri("left").replace("s3://acme-spool/", "");
        server().client().createMultipartUpload(c -> c.bucket("acme-spool").key(key));
        spool().removeUnfinished();
        assertThat(server().client()
                        .listMultipartUploads(l -> l.bucket("acme-spool"))
                        .uploads())
                .noneMatch(upload -> upload.key().equals(key));
    }
}
