package dev.caravan.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.LedgerException;
import dev.caravan.spool.SegmentReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ReadTest {
    @TempDir
    Path data;

    /** Every look at this clock is half a second later: a commit every few rows. */
    private final Clock fast = new Clock() {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            now = now.plus(Duration.ofMillis(500));
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void readsADropToItsEnd(CapturedOutput output) throws IOException {
        IntakeFixture intake = fixture(
                "tickets.csv",
                "id,body,note\na,one,\n,two,\nb,,x\nc,three\nd," + "x".repeat(101) + ",\n" + "e\u0001,b,\n"
                        + "f".repeat(513) + ",b,\na,one,\ng,\"two\nlines\",n\n");
        assertThat(intake.read().once()).isTrue();
        assertThat(intake.read().once()).isFalse();
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.state).isEqualTo(DropState.SEALED);
        assertThat(drop.refusals.stream().map(r -> r.line() + " " + r.code()))
                .containsExactly(
                        "3 missing_id", "4 missing_field", "5 ragged_row", "6 too_long", "7 bad_id", "8 id_too_long");
        assertThat(drop.row).isEqualTo(9);
        assertThat(lines(intake))
                .containsExactly(
                        "2 a {\"body\":\"one\",\"id\":\"a\",\"note\":\"\"}",
                        "9 a {\"body\":\"one\",\"id\":\"a\",\"note\":\"\"}",
                        "10 g {\"body\":\"two\\nlines\",\"id\":\"g\",\"note\":\"n\"}");
        assertThat(drop.parts.get(0).recipeId()).isEqualTo(5);
        assertThat(output)
                .contains("Drop 1 (tickets.csv, triage): line 3 refused, missing_id: no text or number in \"id\"")
                .contains("line 6 refused, too_long: the values have 102 characters together; at most 100")
                .contains(
                        "Drop 1 (tickets.csv, triage): read 9, refused 6, duplicate 1, unchanged 0, stale 0, queued 2");
        assertThat(intake.failed("triage")).isEmpty();
    }

    @Test
    void givesEqualRowsEqualHashesWhateverTheFormat() throws IOException {
        IntakeFixture intake = fixture("a.csv", "id,body\n1,x\n2,x\n");
        intake.receive.take(
                intake.drop("triage/b.jsonl", "{\"body\":\"x\", \"id\":\"1\"}\n")
                        .toFile(),
                "triage");
        Read read = intake.read();
        assertThat(read.once()).isTrue();
        assertThat(read.once()).isTrue();
        List<Drops.Row> first = rows(intake.entry(1));
        List<Drops.Row> second = rows(intake.entry(2));
        assertThat(second.get(0).content())
                .isEqualTo(first.get(0).content())
                .isNotEqualTo(first.get(1).content());
    }

    @Test
    void readsWhatWasMadeAgainFromSegmentsAsTheSameRecords() throws IOException {
        IntakeFixture intake = fixture("a.csv", "id;body\n1;x\n\"2\";\"a \"\"b\"\"\n\u2028ü\"\n");
        Read read = intake.read();
        assertThat(read.once()).isTrue();
        intake.receive.take(intake.drop("triage/b.csv", "id;body\n").toFile(), "triage");
        String path = "drops/2/" + dev.caravan.restore.Rebuilt.NAME;
        try (var out = intake.spool.create(path)) {
            for (String line : lines(intake)) {
                out.write((line.substring(line.indexOf('{')) + "\n").getBytes(UTF_8));
            }
            out.commit();
        }
        intake.entry(2).path = path;
        assertThat(read.once()).isTrue();
        assertThat(intake.entry(2).state).isEqualTo(DropState.SEALED);
        assertThat(rows(intake.entry(2)))
                .hasSize(2)
                .extracting(Drops.Row::sourceId, Drops.Row::content)
                .isEqualTo(rows(intake.entry(1)).stream()
                        .map(row -> org.assertj.core.groups.Tuple.tuple(row.sourceId(), row.content()))
                        .toList());
    }

    @Test
    void takesNumbersAsIdsAsTheyAreWritten() throws IOException {
        IntakeFixture intake = fixture(
                "a.jsonl",
                "{\"id\":1.0,\"body\":[1]}\n{\"id\":true,\"body\":1}\n{\"id\":[1],\"body\":1}\n{\"id\":2,\"body\":{}}\n");
        intake.read().once();
        assertThat(rows(intake.entry(1))).extracting(Drops.Row::sourceId).containsExactly("1.0");
        assertThat(intake.entry(1).refusals)
                .extracting(Drops.Refusal::code)
                .containsExactly("missing_id", "missing_id", "missing_field");
    }

    @Test
    void namesTwentyRefusedRowsAndCountsTheOthers(CapturedOutput output) throws IOException {
        String rows = IntStream.range(0, 25).mapToObj(i -> ",x\n").collect(Collectors.joining());
        fixture("a.csv", "id,body\n" + rows).read().once();
        assertThat(output)
                .contains("line 21 refused")
                .doesNotContain("line 22 refused")
                .contains("and 5 more rows refused");
    }

    @Test
    void putsAnUnreadableFileAwayAndKeepsNoRow() throws IOException {
        String text = "id,body\n1,a\n2,\"b\n";
        IntakeFixture intake = fixture("tickets.csv", text);
        intake.read(fast).once();
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.state).isEqualTo(DropState.FAILED);
        assertThat(drop.rows).isEmpty();
        assertThat(drop.reason).isEqualTo("line 3: the record that begins here has a quote that is never closed");
        assertThat(intake.failed("triage"))
                .containsExactly(
                        "tickets.csv: " + text,
                        "tickets.csv.reason.txt: Drop 1 (tickets.csv, triage) could not be read: " + drop.reason + ".\n"
                                + "None of its rows is kept. Correct the file and drop it again; rows that are already"
                                + " done are not paid again.\n");
    }

    @Test
    void keepsTheRowsBeforeTheBadPlaceIfTheTaskSaysSo() throws IOException {
        IntakeFixture intake = new IntakeFixture(data, true);
        intake.receive.take(
                intake.drop("triage/a.csv", "id,body\n1,a\n,b\n3,\"c\n").toFile(), "triage");
        intake.read().once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.SEALED);
        assertThat(intake.entry(1).rows.keySet()).containsExactly("1");
        assertThat(intake.entry(1).refusals).hasSize(1);
        assertThat(intake.failed("triage")).hasSize(2).last().asString().contains("rows before that place are kept");
    }

    @Test
    void failsFilesOfUnknownFormatOrWithoutTheColumnsOfTheTask() throws IOException {
        assertThat(reason("a.xlsx", "PK"))
                .isEqualTo("unknown format \"xlsx\"; known: csv, json, jsonl, ndjson, tsv, each also with .gz or .zst"
                        + " behind it. Rename the file, or set input.format of the task");
        assertThat(reason("noextension", "x")).startsWith("the name has no extension; known: csv");
        assertThat(reason("a.csv", "")).isEqualTo("line 1: there is no header; the first line names the columns");
        assertThat(reason("b.csv", "name,id\n"))
                .isEqualTo("line 1: the header has no column \"body\"; it has \"name\", \"id\"");
        assertThat(reason("a.json", "{}")).startsWith("line 1: the file is not an array");
    }

    @Test
    void goesOnAtItsCheckpointAfterACrash() throws IOException {
        String all = manyRows(1000);
        IntakeFixture intake = fixture("a.csv", all);
        int[] appends = new int[1];
        intake.ledger.drops.beforeAppend = () -> {
            if (++appends[0] == 4) {
                throw new LedgerException("killed");
            }
        };
        assertThatThrownBy(() -> intake.read(fast).once()).isInstanceOf(LedgerException.class);
        long committed = intake.entry(1).row;
        assertThat(committed).isBetween(100L, 900L);
        intake.read(fast).once();
        assertWhole(intake, 1000);
        assertThat(intake.entry(1).fence).isEqualTo(2);
        assertThat(intake.spool.exists("drops/1/segment-1.jsonl.zst")).isTrue();
        assertThat(intake.spool.exists("drops/1/segment-2.jsonl.zst")).isTrue();
    }

    @Test
    void stopsInTheMiddleAndLeavesTheDropForTheNextProcess() throws IOException {
        IntakeFixture intake = fixture("a.csv", manyRows(1000));
        Read read = intake.read(fast);
        intake.ledger.drops.beforeAppend = read::stop;
        assertThat(read.once()).isTrue();
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.state).isEqualTo(DropState.READING);
        assertThat(drop.claimed).isFalse();
        assertThat(drop.row).isBetween(1L, 500L);
        assertThat(read.once()).isFalse();
        assertThat(intake.failed("triage")).isEmpty();
        intake.read(fast).once();
        assertWhole(intake, 1000);
    }

    @Test
    void failsADropThatIsNotTheOneReadBefore() throws IOException {
        IntakeFixture intake = fixture("a.csv", manyRows(1000));
        Read read = intake.read(fast);
        intake.ledger.drops.beforeAppend = read::stop;
        read.once();
        Path source = data.resolve("spool/drops/1/source.csv");
        Files.writeString(source, Files.readString(source).replaceFirst("text 7\n", "text 8\n"));
        intake.read().once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.FAILED);
        assertThat(intake.entry(1).rows).isEmpty();
        assertThat(intake.entry(1).reason).startsWith("the file is not the one whose first ");
        assertThat(intake.failed("triage")).hasSize(2);
    }

    @Test
    void failsADropThatGrowsWhileItIsRead() throws IOException {
        IntakeFixture intake = fixture("a.csv", manyRows(1000));
        Path source = data.resolve("spool/drops/1/source.csv");
        intake.ledger.drops.beforeAppend = () -> {
            try {
                Files.writeString(source, "x,y\n", StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        intake.read(fast).once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.FAILED);
        assertThat(intake.entry(1).reason).contains("it was dropped before it was written to its end");
    }

    @Test
    void failsADropThatIsCutOffWhileItIsRead() throws IOException {
        IntakeFixture intake = fixture("a.csv", manyRows(1000));
        Path source = data.resolve("spool/drops/1/source.csv");
        intake.ledger.drops.beforeAppend = () -> {
            try (var bytes = Files.newByteChannel(source, StandardOpenOption.WRITE)) {
                bytes.truncate(100);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        intake.read(fast).once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.FAILED);
        assertThat(intake.entry(1).reason).contains("it was dropped before it was written to its end");
    }

    @Test
    void survivesAFileThatIsTinyPackedAndHugeUnpacked() throws IOException {
        IntakeFixture intake = new IntakeFixture(data, false);
        var bomb =
                new Repeated("{\"id\":1,\"body\":\"a\"}\n", "z".repeat(100_000), "\n{\"id\":3,\"body\":\"c\"}\n", 3000);
        Path file = intake.drop("triage/a.jsonl.gz", "");
        Files.write(file, Packed.gzip(bomb));
        assertThat(Files.size(file)).isLessThan(400_000);
        intake.receive.take(file.toFile(), "triage");
        intake.read().once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.SEALED);
        assertThat(intake.entry(1).rows.keySet()).containsExactly("1", "3");
        assertThat(intake.entry(1).refusals).extracting(Drops.Refusal::code).containsExactly("line_too_long");
    }

    @Test
    void givesUpADropAfterThreeTroublesInARow() throws IOException {
        IntakeFixture intake = fixture("a.csv", "id,body\n1,a\n");
        Files.delete(data.resolve("spool/drops/1/source.csv"));
        Read read = intake.read();
        assertThat(read.once()).isTrue();
        assertThat(read.once()).isTrue();
        assertThat(intake.entry(1).state).isEqualTo(DropState.READING);
        assertThat(read.once()).isTrue();
        assertThat(intake.entry(1).state).isEqualTo(DropState.FAILED);
        assertThat(intake.entry(1).reason).startsWith("3 tries in a row ended with java.nio.file.NoSuchFileException");
    }

    private IntakeFixture fixture(String name, String text) throws IOException {
        IntakeFixture intake = new IntakeFixture(data, false);
        intake.receive.take(intake.drop("triage/" + name, text).toFile(), "triage");
        return intake;
    }

    private String reason(String name, String text) throws IOException {
        IntakeFixture intake = new IntakeFixture(Files.createTempDirectory(data, "drop"), false);
        intake.receive.take(intake.drop("triage/" + name, text).toFile(), "triage");
        intake.read().once();
        assertThat(intake.entry(1).state).isEqualTo(DropState.FAILED);
        return intake.entry(1).reason;
    }

    private static String manyRows(int rows) {
        return "id,body\n"
                + IntStream.range(0, rows)
                        .mapToObj(i -> i + ",text " + i + "\n")
                        .collect(Collectors.joining());
    }

    private static void assertWhole(IntakeFixture intake, int rows) throws IOException {
        MemoryDrops.Entry drop = intake.entry(1);
        assertThat(drop.state).isEqualTo(DropState.SEALED);
        assertThat(drop.row).isEqualTo(rows);
        assertThat(drop.duplicates).isZero();
        List<String> expected = IntStream.range(0, rows)
                .mapToObj(i -> (i + 2) + " " + i + " {\"body\":\"text " + i + "\",\"id\":\"" + i + "\"}")
                .toList();
        assertThat(lines(intake)).isEqualTo(expected);
    }

    /** All rows of drop 1 as the ledger got them, each with its line from the segment: {@code line id json}. */
    private static List<String> lines(IntakeFixture intake) throws IOException {
        SegmentReader reader = new SegmentReader(intake.spool);
        List<String> lines = new ArrayList<>();
        for (Drops.ReadPart part : intake.entry(1).parts) {
            for (Drops.Frame frame : part.frames()) {
                for (int i = 0; i < frame.rows().size(); i++) {
                    Drops.Row row = frame.rows().get(i);
                    String json = new String(reader.line(frame.segment(), frame.offset(), i), UTF_8);
                    lines.add(row.line() + " " + row.sourceId() + " " + json);
                }
            }
        }
        return lines;
    }

    private static List<Drops.Row> rows(MemoryDrops.Entry drop) {
        return drop.parts.stream()
                .flatMap(p -> p.frames().stream())
                .flatMap(f -> f.rows().stream())
                .toList();
    }
}
