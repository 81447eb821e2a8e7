package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.ApiKeys;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int key(String... options) {
        out.reset();
        err.reset();
        return new ApiKey(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(Stream.concat(Stream.of("--caravan.data=" + folder), Stream.of(options))
                        .toArray(String[]::new));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    void makesListsAndRevokesKeysBesideACaravanThatRunsAndWithoutOne() {
        Path file = folder.resolve("ledger").resolve("caravan.db");
        String id;
        try (Ledger running = SqliteLedger.open(file, Clock.systemUTC())) {
            assertThat(key("--name=nightly", "--roles=submit,read", "--workspace=sales", "--expires=30d"))
                    .isZero();
            assertThat(out()).matches("ck_[a-z2-7]{10}_[A-Za-z0-9_-]{43}");
            id = out().substring(3, 13);
            ApiKeys.ApiKey made = running.apiKeys().find(id).orElseThrow();
            assertThat(made.workspace()).isEqualTo("sales");
            assertThat(made.roles()).containsExactlyInAnyOrder("submit", "read");
            assertThat(made.expiresAt()).isEqualTo(made.createdAt().plus(Duration.ofDays(30)));
        }
        assertThat(key("--list")).isZero();
        assertThat(out())
                .startsWith("ck_" + id + " nightly, workspace sales, roles read,submit, expires ")
                .endsWith("never used");
        assertThat(key("--revoke=" + id)).isZero();
        assertThat(key("--list")).isZero();
        assertThat(out()).contains(", revoked ");
        assertThat(key("--revoke=" + id)).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(key("--name=nightly", "--roles=submit")).isEqualTo(1);
        assertThat(err()).startsWith("key: There is no ledger in ").contains("Nothing was done");
        assertThat(key("--name=nightly")).isEqualTo(2);
        assertThat(err()).startsWith("key: --name=<name> says for whom, --roles=submit");
        assertThat(key("--name=nightly", "--role=submit")).isEqualTo(2);
        assertThat(err())
                .isEqualTo("key: --role is no option. Allowed: name, workspace, roles, expires, list, revoke, json."
                        + " Did you mean \"roles\"?");
        SqliteLedger.open(folder.resolve("ledger").resolve("caravan.db"), Clock.systemUTC())
                .close();
        assertThat(key("--name=nightly", "--roles=sumbit")).isEqualTo(2);
        assertThat(err())
                .isEqualTo(
                        "key: \"sumbit\" is no role. Allowed: submit, read, review, operate, admin. Nothing was made");
    }
}
