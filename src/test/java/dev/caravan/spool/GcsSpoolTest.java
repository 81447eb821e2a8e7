package dev.caravan.spool;

import dev.caravan.testkit.GcsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class GcsSpoolTest extends BucketSpoolContract {
    private final GcsServer server = new GcsServer("acme-spool");
    private Path account;

    @Override
    String connection() throws IOException {
        account = server.serviceAccount(folder.resolve("account.json"));
        return "kind: gcs, bucket: acme-spool, endpoint: \"" + server.endpoint()
                + "\", service-account: \"${ACCOUNT}\"";
    }

    @Override
    Map<String, String> environment() {
        return Map.of("ACCOUNT", account.toString());
    }

    @Override
    String scheme() {
        return "gs";
    }

    @Override
    void breakDown() {
        server.disableAccount();
    }

    @AfterEach
    void stopServer() {
        server.close();
    }
}
