package dev.caravan.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.TestClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NobodyYetTest {
    @TempDir
    Path folder;

    @Test
    void withoutUsersThePagesSayHowToMakeOneAndNothingElseIsReachable() {
        TestClock clock = new TestClock();
        try (Ledger ledger = SqliteLedger.open(folder.resolve("caravan.db"), clock);
                ConsoleServer server = ConsoleServer.start(folder, context -> {
                    context.registerBean(Clock.class, () -> clock);
                    context.registerBean(Ledger.class, () -> ledger);
                })) {
            Client nobody = server.client();
            HttpResponse<String> page = nobody.get("/login");
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("java -jar caravan.jar user --name=reviewer-1 --roles=review");
            for (String path : new String[] {"/", "/review", "/audit", "/no/such"}) {
                assertThat(nobody.get(path).headers().firstValue("Location"))
                        .as(path)
                        .hasValueSatisfying(where -> assertThat(where).endsWith("/login"));
            }
            assertThat(nobody.post("/login", Map.of("username", "admin", "password", ""))
                            .statusCode())
                    .isEqualTo(302);
            assertThat(nobody.get("/api/reviews").statusCode()).isEqualTo(401);
        }
    }
}
