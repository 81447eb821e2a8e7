package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Setups.Draft;
import dev.caravan.ledger.Setups.KeptSecret;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Sealed;
import dev.caravan.ledger.Setups.Touch;
import dev.caravan.ledger.SqliteLedger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command check beside a Caravan in whose ledger there is what was made over HTTP. */
class CheckMadeTest {
    private static final Touch MADE = new Touch("admin", Instant.EPOCH);

    @TempDir
    Path folder;

    private List<String> checked() {
        var out = new ByteArrayOutputStream();
        Check.run(
                new String[] {"--caravan.data=" + folder.resolve("data")},
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private Ledger ledger() {
        return SqliteLedger.open(
                EmptyLedger.at(folder.resolve("data/ledger").resolve("caravan.db")), Clock.systemUTC());
    }

    @Test
    void saysWhatThereIsAndWhatOfItHasNoEffectOrDoesNotWork() {
        var reference = new KeptSecret("secret", "${ACME_API_KEY}", null, MADE);
        var sealed = new KeptSecret("secret", null, new Sealed("0a0b0c0d", new byte[40]), MADE);
        try (Ledger ledger = ledger()) {
            List.of(
                            new Draft(Kind.CREDENTIAL, "acme", "{\"provider\": \"openai\"}", List.of(reference)),
                            new Draft(Kind.CREDENTIAL, "lost", "{\"provider\": \"openai\"}", List.of(sealed)),
                            new Draft(
                                    Kind.MODEL, "fast", "{\"credential\": \"acme\", \"model\": \"gpt-5\"}", List.of()),
                            new Draft(
                                    Kind.MODEL, "old", "{\n\"credential\": \"gone\",\n\"model\": \"m\"\n}", List.of()))
                    .forEach(draft -> assertThat(ledger.setups().add(draft, "admin", "made"))
                            .isTrue());
            List<String> lines = checked();
            assertThat(lines)
                    .hasSize(5)
                    .satisfies(all -> assertThat(all.get(0))
                            .startsWith("Warning: Unknown credential \"gone\" in batch model old:2. ")
                            .endsWith(". It is left out until it is changed over HTTP"))
                    .satisfies(
                            all -> assertThat(all.get(1))
                                    .matches(
                                            "Warning: The batch model \"fast\" that was made over HTTP has no effect:"
                                                    + " config/models.yaml:\\d+ says what it is\\. It counts again when the file no longer has the name"))
                    .satisfies(all -> assertThat(all.get(2))
                            .startsWith(
                                    "Warning: The secret of credential \"lost\" can't be opened: it was sealed with the"
                                            + " key 0a0b0c0d, and there is no key now ("))
                    .satisfies(
                            all -> assertThat(all.get(3))
                                    .isEqualTo(
                                            "Made over HTTP: credential acme, credential lost, batch model fast, batch model old"));
            assertThat(lines.get(4)).startsWith("check: ok (");
        }
        assertThat(folder.resolve("data/ledger/secrets.key")).doesNotExist();
    }

    @Test
    void aLedgerThatCantBeReadIsAWarning() throws IOException {
        Files.createDirectories(folder.resolve("data/ledger"));
        Files.writeString(
                folder.resolve("data/ledger/caravan.db"),
                "no ledger at all, but long enough to be looked at\n".repeat(9));
        assertThat(checked().get(0))
                .startsWith("Warning: What was set up over HTTP can't be read from the ledger ")
                .endsWith("What was made over HTTP is not looked at");
    }
}
