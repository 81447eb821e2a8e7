package dev.caravan.intake.zone;

import dev.caravan.testkit.S3Server;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;

class S3DropsTest extends BucketDropsContract {
    private final S3Server server = new S3Server("acme-zones");

    @Override
    String kind() {
        return "s3";
    }

    @Override
    String connection(Path folder) {
        return "{kind: s3, bucket: acme-zones, prefix: \"\", region: " + S3Server.REGION + ", endpoint: \""
                + server.endpoint()
                + "\", path-style: true, access-key: \"${TRIAL_ID}\", secret-key: \"${TRIAL_SECRET}\"}";
    }

    @Override
    Map<String, String> environment() {
        return Map.of("TRIAL_ID", S3Server.ACCESS_KEY, "TRIAL_SECRET", S3Server.SECRET_KEY);
    }

    @Override
    String spool() {
        return "s3://acme-zones/spool";
    }

    @AfterAll
    void stopServer() {
        server.close();
    }
}
