package dev.caravan.route;

import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.BucketTestAccess;
import dev.caravan.bucket.Buckets;
import dev.caravan.testkit.GcsServer;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The GCS sink over HTTP, through Google's own client. */
class GcsSinkTest {
    @TempDir
    static Path folder;

    private static GcsServer server;
    private static Path account;

    @BeforeAll
    static void startServer() throws Exception {
        server = new GcsServer("acme-exports");
        account = server.serviceAccount(folder.resolve("account.json"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Nested
    class Jsonl extends CutBucketSinkContract {
        private final int before = server.unfinishedUploads();

        Jsonl() {
            super(Kind.GCS);
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.gcs(endpoint, prefix, account);
        }

        @Override
        String finalCall() {
            return "(?i)content-range: bytes \\d+-\\d+/\\d+";
        }

        @Override
        String finalAnswer() {
            return "\"generation\"";
        }

        @Override
        int unfinishedUploads() {
            return server.unfinishedUploads() - before;
        }

        /** Nobody sees or pays an upload that was not ended, and nobody can end it: Google forgets it after a week. */
        @Override
        int leftAtLast() {
            return 1;
        }
    }

    @Nested
    class Csv extends BucketSinkContract {
        Csv() {
            super(Kind.GCS, "csv");
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.gcs(endpoint, prefix, account);
        }
    }

    @Nested
    class Parquet extends BucketSinkContract {
        Parquet() {
            super(Kind.GCS, "parquet");
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.gcs(endpoint, prefix, account);
        }
    }
}
