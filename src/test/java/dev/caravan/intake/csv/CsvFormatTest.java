package dev.caravan.intake.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.intake.RecordFormat;
import dev.caravan.intake.Repeated;
import dev.caravan.intake.TextualFormatContract;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvFormatTest extends TextualFormatContract {

    @Override
    protected RecordFormat format() {
        return new CsvFormat();
    }

    @Override
    protected String name() {
        return "csv";
    }

    @Override
    protected int firstLine() {
        return 2;
    }

    @Override
    protected String file(List<String> ids, List<String> texts) {
        StringBuilder file = new StringBuilder("id,text\n");
        for (int i = 0; i < ids.size(); i++) {
            file.append(ids.get(i))
                    .append(",\"")
                    .append(texts.get(i).replace("\"", "\"\""))
                    .append("\"\n");
        }
        return file.toString();
    }

    @Test
    void namesTheLineOnWhichARecordBeginsForEveryKindOfLineEnd() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String json = end.replace("\r", "\\r").replace("\n", "\\n");
            String file = String.join(end, "id,text", "1,\"a", "", "b\"", "", "2,c", "3,\"\"");
            List<String> rows = List.of(
                    "2 {\"id\":\"1\",\"text\":\"a" + json + json + "b\"}",
                    "6 {\"id\":\"2\",\"text\":\"c\"}",
                    "7 {\"id\":\"3\",\"text\":\"\"}");
            assertThat(read(file)).isEqualTo(rows);
            assertThat(read(file + end)).isEqualTo(rows);
        }
    }

    @Test
    void refusesRaggedRowsOneByOne() {
        assertThat(read("id,a,b\n1,2\n1,2,3\n1,2,3,4\n1\n"))
                .containsExactly(
                        "2 ragged_row: has 2 fields; the header has 3",
                        "3 {\"a\":\"2\",\"b\":\"3\",\"id\":\"1\"}",
                        "4 ragged_row: has 4 fields; the header has 3",
                        "5 ragged_row: has 1 fields; the header has 3");
    }

    @Test
    void detectsTheDelimiterOutsideQuotes() {
        for (String d : List.of(",", ";", "\t", "|")) {
            String name = ",;|,;|".replace(d, "");
            assertThat(read("\n\r\n\"" + name + d.strip() + d.strip() + "\"" + d + "text" + d + "id\na" + d + "b" + d
                            + "1\n"))
                    .singleElement()
                    .asString()
                    .startsWith("4 {")
                    .endsWith("\"id\":\"1\",\"text\":\"b\"}");
            assertThat(read("id" + d + "text\n1" + d + "a:b\n")).containsExactly("2 {\"id\":\"1\",\"text\":\"a:b\"}");
        }
        assertThat(read("id\n1\n")).containsExactly("2 {\"id\":\"1\"}");
    }

    @Test
    void takesTheDelimiterOfTheTask() {
        assertThat(read(new ByteArrayInputStream("id:a,b\n1:2,3\n".getBytes(UTF_8)), "csv", input(null, ':', null)))
                .containsExactly("2 {\"a,b\":\"2,3\",\"id\":\"1\"}");
        assertThat(read(new ByteArrayInputStream("id\n".getBytes(UTF_8)), "csv", input(null, '"', null))
                        .get(0))
                .startsWith("! the delimiter can't be used: ");
    }

    @Test
    void readsTsvWithCommasInItsHeader() {
        assertThat(read("id\ta,b,c\n1\tx\n".getBytes(UTF_8), "tsv"))
                .containsExactly("2 {\"a,b,c\":\"x\",\"id\":\"1\"}");
    }

    @Test
    void endsAtAQuoteThatIsNeverClosed() {
        String reason = "the record that begins here has a quote that is never closed";
        for (String end : List.of("", "\n", "\r\n", "\r", "\"\"", "\n\uFFFF\n", ",")) {
            assertThat(read("id,text\n1,a\n2,\"b\n3,c" + end))
                    .containsExactly("2 {\"id\":\"1\",\"text\":\"a\"}", "! line 3: " + reason);
        }
        assertThat(read("id,text\n1,a\n2,b,\"c\n3")).last().isEqualTo("! line 3: " + reason);
        assertThat(read("id,\"text\n1,a\n")).containsExactly("! line 1: " + reason);
    }

    @Test
    void endsAtTextBehindAClosingQuote() {
        assertThat(read("id,text\n1,a\n2,\"b\"c\n3,d\n"))
                .containsExactly(
                        "2 {\"id\":\"1\",\"text\":\"a\"}",
                        "! line 3: the record that begins here breaks the quoting: Unexpected character after closing"
                                + " quote: 'c' (0x63)");
    }

    @Test
    void takesAQuoteInsideAnUnquotedFieldAsItIs() {
        assertThat(read("id,text\n1,6\" nail\n2, \"x\"\n"))
                .containsExactly(
                        "2 {\"id\":\"1\",\"text\":\"6\\\" nail\"}", "3 {\"id\":\"2\",\"text\":\" \\\"x\\\"\"}");
    }

    @Test
    void isNotFooledByTheCharacterThatMarksTheEnd() {
        assertThat(read("id\n1\n\uFFFF\n2\n\uFFFF"))
                .containsExactly(
                        "2 {\"id\":\"1\"}",
                        "3 bad_character: holds U+FFFF, which is no character",
                        "4 {\"id\":\"2\"}",
                        "5 bad_character: holds U+FFFF, which is no character");
        assertThat(read("id\n\"x\n\uFFFF\n\"\n2\n"))
                .containsExactly("2 bad_character: holds U+FFFF, which is no character", "5 {\"id\":\"2\"}");
    }

    @Test
    void needsAHeaderWithNames() {
        assertThat(read("")).containsExactly("! line 1: there is no header; the first line names the columns");
        assertThat(read("\n\r\n")).containsExactly("! line 1: there is no header; the first line names the columns");
        assertThat(read("id,,b\n1,2,3\n")).containsExactly("! line 1: column 2 of the header has no name");
        assertThat(read("id, \n")).containsExactly("! line 1: column 2 of the header has no name");
        assertThat(read("id,a,b,a\n")).containsExactly("! line 1: columns 2 and 4 are both named \"a\"");
        assertThat(read("\n\ni\0d,b\n").get(0)).startsWith("! line 3: column 1 of the header is no name");
        assertThat(read("id,text\n")).isEmpty();
    }

    @Test
    void namesNoColumnsOfAFileThatIsUtf16WithoutItsMark() {
        assertThat(read("id,text\n1,a\n".getBytes(java.nio.charset.StandardCharsets.UTF_16LE), "csv")
                        .get(0))
                .contains("byte order mark");
    }

    @Test
    void endsAtAFieldOfAnyLength() {
        List<String> rows = read(new Repeated("id,text\n1,a\n2,\"", "x\n".repeat(50_000), "\"\n3,c\n", 3_000), "csv");
        assertThat(rows)
                .containsExactly(
                        "2 {\"id\":\"1\",\"text\":\"a\"}",
                        "! line 3: a field of the record that begins here is longer than 8388608 characters, or its"
                                + " quote is never closed");
    }

    @Test
    void refusesARowOfAnyNumberOfFieldsAndReadsOn() {
        assertThat(read(new Repeated("id,text\n1", ",".repeat(1000), "\n2,b\n", 100_000), "csv"))
                .containsExactly(
                        "2 ragged_row: has 100000001 fields; the header has 2", "3 {\"id\":\"2\",\"text\":\"b\"}");
    }

    @Test
    void refusesARowThatIsTooLongAndReadsOn() {
        String field = "x".repeat(5_000_000);
        assertThat(read("id,text\n" + field + "," + field + "\n2,b\n"))
                .containsExactly(
                        "2 record_too_long: longer than 8388608 characters", "3 {\"id\":\"2\",\"text\":\"b\"}");
    }

    @Test
    void accountsForEveryRowOfRandomFilesWithRaggedRows() {
        Random random = new Random(5);
        String[] values = {"", "x", "\"\"", "\"a\nb\"", "\"a,b\"", "\"\"\"\"", "\"\n\n\"", "é"};
        for (int round = 0; round < 300; round++) {
            StringBuilder file = new StringBuilder("a,b,c\n");
            List<String> expected = new ArrayList<>();
            long line = 2;
            for (int row = random.nextInt(30); row > 0; row--) {
                int fields = random.nextInt(3) > 0 ? 3 : 2 + random.nextInt(4);
                String text = IntStream.range(0, fields)
                        .mapToObj(i -> values[random.nextInt(values.length)])
                        .collect(Collectors.joining(","));
                file.append(text).append('\n');
                expected.add(line + (fields == 3 ? " row" : " ragged"));
                line += 1 + text.chars().filter(c -> c == '\n').count();
            }
            List<String> found = read(file.toString()).stream()
                    .map(row -> row.replaceFirst("(?s) \\{.*", " row").replaceFirst("(?s) ragged_row.*", " ragged"))
                    .toList();
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void readsQuotesAtTheBordersOfItsBuffers() {
        for (int pad = 8180; pad < 8200; pad++) {
            String text = "y".repeat(pad);
            assertThat(read("id,text\n\"" + text + "\",\"a\"\"b\"\n\"2\",\"\"\"\"\n"))
                    .containsExactly(
                            "2 {\"id\":\"" + text + "\",\"text\":\"a\\\"b\"}", "3 {\"id\":\"2\",\"text\":\"\\\"\"}");
        }
    }
}
