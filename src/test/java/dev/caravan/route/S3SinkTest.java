package dev.caravan.route;

import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.bucket.BucketTestAccess;
import dev.caravan.bucket.Buckets;
import dev.caravan.testkit.S3Server;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The S3 sink against an S3 server in a process of its own. */
class S3SinkTest {
    private static S3Server server;

    @BeforeAll
    static void startServer() {
        server = new S3Server("acme-exports");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Nested
    class Jsonl extends CutBucketSinkContract {
        Jsonl() {
            super(Kind.S3);
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.s3(endpoint, prefix);
        }

        @Override
        String finalCall() {
            return "POST \\S+\\?uploadId=";
        }

        @Override
        String finalAnswer() {
            return "</CompleteMultipartUploadResult>";
        }

        @Override
        int unfinishedUploads() {
            return (int) server.client().listMultipartUploads(l -> l.bucket("acme-exports")).uploads().stream()
                    .map(MultipartUpload::key)
                    .filter(key -> key.startsWith(prefix))
                    .count();
        }

        @Override
        int leftAtLast() {
            return 0;
        }
    }

    @Nested
    class Csv extends BucketSinkContract {
        Csv() {
            super(Kind.S3, "csv");
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.s3(endpoint, prefix);
        }
    }

    @Nested
    class Parquet extends BucketSinkContract {
        Parquet() {
            super(Kind.S3, "parquet");
        }

        @Override
        URI server() {
            return server.endpoint();
        }

        @Override
        Buckets connect(URI endpoint) {
            return BucketTestAccess.s3(endpoint, prefix);
        }
    }
}
