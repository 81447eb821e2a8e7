package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.intake.Uploads.Taken;
import dev.caravan.ledger.Drops.Claim;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.spool.LocalSpool;
import dev.caravan.spool.Spool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files over HTTP; ManagementContractTest has what their callers are told. */
class UploadsTest {
    @TempDir
    Path folder;

    private Ledger ledger;
    private Uploads uploads;

    @BeforeEach
    void open() throws IOException {
        ledger = SqliteLedger.open(folder.resolve("caravan.db"), Clock.systemUTC());
        // What a process that was killed had not taken yet.
        Files.createDirectories(folder.resolve("uploads"));
        Files.writeString(folder.resolve("uploads/upload-1.part"), "half");
        Spool spool = new LocalSpool(folder.resolve("spool"));
        uploads = new Uploads(ledger, spool, new Arrivals(ledger, spool), folder.resolve("uploads"));
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatAnEarlierProcessHadHalfOfIsDeleted() {
        assertThat(folder.resolve("uploads")).doesNotExist();
    }

    @Test
    void theSameContentUnderTheSameNameIsOneDropUnlessItCouldNotBeRead() throws IOException {
        Taken first = uploads.take("t", "a.csv", bytes("id\n1\n"), 100);
        assertThat(uploads.take("t", "a.csv", bytes("id\n1\n"), 100)).isEqualTo(new Taken(first.drop(), false));
        assertThat(uploads.take("t", "a.csv", bytes("id\n2\n"), 100).isNew()).isTrue();
        assertThat(uploads.take("u", "a.csv", bytes("id\n1\n"), 100).isNew()).isTrue();
        assertThat(folder.resolve("spool/drops/" + first.drop() + "/source.csv"))
                .hasContent("id\n1\n");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();

        Claim claim = ledger.drops().claimForRead().orElseThrow();
        assertThat(claim.dropId()).isEqualTo(first.drop());
        ledger.drops().fail(claim, "damaged", false);
        assertThat(uploads.take("t", "a.csv", bytes("id\n1\n"), 100).isNew()).isTrue();
    }

    @Test
    void whatIsTooLargeOrBreaksOffLeavesNothing() {
        assertThatThrownBy(() -> uploads.take("t", "a.csv", bytes("x".repeat(101)), 100))
                .isInstanceOf(Uploads.TooLargeException.class)
                .hasMessage("The file has more than 100 bytes (caravan.http.max-bytes)");
        assertThatThrownBy(() -> uploads.take(
                        "t",
                        "a.csv",
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("connection reset");
                            }
                        },
                        100))
                .hasMessage("connection reset");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
        assertThat(ledger.lists().drop(1)).isEmpty();
    }
}
