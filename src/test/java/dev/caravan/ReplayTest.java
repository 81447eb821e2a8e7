package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path data;

    private int replay(String... options) {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 0, options.length);
        all[options.length] = "--caravan.data=" + data;
        return Replay.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void leavesTheQuestionWhereCaravanLooksForIt() throws IOException {
        Files.createDirectory(data.resolve("ledger"));
        assertThat(replay("--sink=tickets-csv")).isZero();
        assertThat(replay("--sink=tickets-csv")).isZero();
        assertThat(data.resolve("replay")).isDirectoryContaining(file -> file.endsWith("tickets-csv"));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith("replay: what was given up for tickets-csv is sent again, in a second if Caravan runs on "
                        + data + ", else when it is started");
    }

    @Test
    void asksForOnePublicationAtAllItsSinksOrOne() throws IOException {
        Files.createDirectory(data.resolve("ledger"));
        assertThat(replay("--publication=12")).isZero();
        assertThat(replay("--publication=12", "--sink=tickets-csv")).isZero();
        assertThat(data.resolve("replay"))
                .isDirectoryContaining(file -> file.endsWith("publication=12"))
                .isDirectoryContaining(file -> file.endsWith("publication=12,sink=tickets-csv"));
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList().get(1))
                .startsWith("replay: publication 12 for tickets-csv, whether or not it was delivered, is sent again");
        assertThat(replay("--publication=0x1")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("replay: \"0x1\" can't be the number of a publication. The log and every published line"
                        + " name it\n");
    }

    @Test
    void namesTheSinksThereAre() throws IOException {
        Files.createDirectory(data.resolve("ledger"));
        assertThat(replay("--sink=tickets-cvs")).isEqualTo(2);
        assertThat(replay()).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "replay: Unknown sink \"tickets-cvs\". Allowed: answers-jsonl, caller, reviews-jsonl, tickets-csv,"
                                + " tickets-jsonl. Did you mean \"tickets-csv\"?",
                        "replay: --sink=<name> says for which sink, --publication=<number> which publication, --webhook=<name> which webhook. Known: answers-jsonl, caller, reviews-jsonl, tickets-csv,"
                                + " tickets-jsonl");
        assertThat(data.resolve("replay")).doesNotExist();
    }

    @Test
    void writesNothingIntoAFolderThatHoldsNoLedger() {
        assertThat(replay("--sink=tickets-csv")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("replay: There is no ledger in " + data);
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void leavesTheQuestionForAWebhookThatThereIs() throws IOException {
        Files.createDirectory(data.resolve("ledger"));
        Path config = Files.createDirectory(data.resolve("config"));
        Files.writeString(config.resolve("webhooks.yaml"), "webhooks: {crm: {url: 'https://hooks.example'}}");
        assertThat(replay("--webhook=crm", "--caravan.config=" + config)).isZero();
        assertThat(data.resolve("replay/webhook=crm")).isEmptyFile();
        assertThat(replay("--webhook=cmr", "--caravan.config=" + config)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("replay: Unknown webhook \"cmr\". Allowed: crm");
    }
}
