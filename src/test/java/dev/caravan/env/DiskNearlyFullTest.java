package dev.caravan.env;

import static dev.caravan.testkit.FaultySpool.Call.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.batch.Assemble;
import dev.caravan.batch.Collect;
import dev.caravan.console.ConsoleServer;
import dev.caravan.intake.Read;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolTestAccess;
import dev.caravan.spool.StorageException;
import dev.caravan.submission.UploadedFiles;
import dev.caravan.testkit.FaultySpool;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** A disk that has less room than is to stay free: nothing new comes in, and all goes on when there is room. */
class DiskNearlyFullTest {
    private static final int ROWS = 30;

    @TempDir
    Path folder;

    @Test
    void takesNothingInUntilThereIsRoomThenAllOfItAndPaysOnce() throws Exception {
        AtomicLong free = new AtomicLong(1 << 20);
        AtomicLong nanos = new AtomicLong();
        Path root = folder.resolve("data/spool");
        var faulty = new FaultySpool(new LocalSpool(root));
        try (Whole caravan = new Whole(folder)
                .with(
                        Spool.class,
                        ours -> SpoolTestAccess.within(
                                faulty,
                                root,
                                SpoolTestAccess.room(root, () -> nanos.addAndGet(2_000_000_000), free::get)))) {
            ConsoleServer.users(folder.resolve("config"));
            caravan.start();
            caravan.drop("one", ROWS);
            for (int i = 0; i < 3; i++) {
                assertThat(caravan.bean(Read.class).once()).isFalse();
                assertThat(caravan.bean(Assemble.class).once()).isFalse();
                assertThat(caravan.bean(Collect.class).claim()).isNull();
            }
            HttpResponse<String> upload = upload(caravan);
            assertThat(upload.statusCode()).isEqualTo(503);
            assertThat(upload.headers().firstValue("Retry-After")).contains("10");
            assertThat(upload.body()).contains("The disk of ", "1 MB free", "Nothing was taken");
            assertThatThrownBy(
                            () -> caravan.bean(UploadedFiles.class).receive(new ByteArrayInputStream(new byte[] {1})))
                    .isInstanceOf(StorageException.class);
            assertThat(Files.exists(folder.resolve("data/inbox/chat/one.jsonl")))
                    .isTrue();
            assertThat(caravan.ledger().counts().total().read()).isZero();
            free.set(50_000_000_000L);
            caravan.published(ROWS);

            faulty.refuse(WRITE, "drops/.*source", 1, FaultySpool::full);
            HttpResponse<String> full = upload(caravan);
            assertThat(full.statusCode()).isEqualTo(503);
            assertThat(full.body()).contains("The disk of ", "is full", "Make room there", "Nothing was taken");
            assertThat(faulty.left()).isZero();
            assertThat(upload(caravan).statusCode()).isEqualTo(202);
            caravan.published(ROWS + 1);
            caravan.allIsWell(ROWS + 1);
        }
    }

    private static HttpResponse<String> upload(Whole caravan) throws Exception {
        String port = caravan.bean(Environment.class).getRequiredProperty("local.server.port");
        String login = Base64.getEncoder()
                .encodeToString(("operator:" + ConsoleServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
        URI uri = URI.create("http://localhost:" + port + "/api/tasks/" + Whole.TASK + "/drops?name=two.jsonl");
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Basic " + login)
                                .header("Content-Type", "application/octet-stream")
                                .POST(BodyPublishers.ofString(Whole.rows("two", 1)))
                                .build(),
                        BodyHandlers.ofString());
    }
}
