package dev.caravan.intake.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.GcsServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class GcsDropsTest extends BucketDropsContract {
    private final GcsServer server = new GcsServer("acme-zones");
    private Path account;

    @Override
    String kind() {
        return "gcs";
    }

    @Override
    String connection(Path folder) throws IOException {
        account = server.serviceAccount(folder.resolve("account.json"));
        return "{kind: gcs, bucket: acme-zones, endpoint: \"" + server.endpoint()
                + "\", service-account: \"${TRIAL_ACCOUNT}\"}";
    }

    @Override
    Map<String, String> environment() {
        return Map.of("TRIAL_ACCOUNT", account.toString());
    }

    @Override
    String spool() {
        return "gs://acme-zones/spool";
    }

    @Override
    List<String> markers() {
        return List.of("leave/", "leave/chat/", "leave/chat/folder/", "leave//notes.jsonl", "leave/../notes.jsonl");
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    @Test
    void tagsAnObjectWhenItsDropIsInTheLedger() throws Exception {
        String uri = drop("tag/a/../notes.jsonl", "t1");
        long id = rig().settled(uri, 1).id();
        rig().await("the mark")
                .atMost(Duration.ofSeconds(60))
                .until(() -> String.valueOf(id)
                        .equals(object("tag/a/../notes.jsonl").metadata().get("caravan-drop")));
        long marks =
                server.calls().stream().filter(call -> call.contains("tag%2Fa")).count();
        rig().ended(drop("tag/witness.jsonl", "t2"), 1);
        assertThat(server.calls().stream().filter(call -> call.contains("tag%2Fa")))
                .hasSize((int) marks);
        assertThat(rig().drops(uri)).hasSize(1);
    }
}
