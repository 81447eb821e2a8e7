package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.Reason;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.EventKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/troubleshooting.md has an entry for each code that there is, and none for any other. */
class TroubleshootingTest {
    private static final Path PAGE = Path.of("docs/troubleshooting.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String WORD = "\"([a-z]+(?:_[a-z]+)*)\"";

    /** The codes of a table: what stands in backticks in its first column. */
    private static Set<String> codes(Path page, String head) throws IOException {
        String text = Files.readString(page);
        String section = text.substring(text.indexOf("# " + head + "\n"));
        int next = section.indexOf("\n## ");
        Set<String> codes = new TreeSet<>();
        for (String row : section.substring(0, next < 0 ? section.length() : next)
                .lines()
                .filter(line -> line.startsWith("| "))
                .toList()) {
            Matcher code = CODE.matcher(row.substring(0, row.indexOf(" | ")));
            while (code.find()) {
                codes.add(code.group(1));
            }
        }
        assertThat(codes).as(head).isNotEmpty();
        return codes;
    }

    private static Set<String> words(Enum<?>... values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void hasEachReasonToWaitEachStateOfABatchAndEachEvent() throws IOException {
        assertThat(codes(PAGE, "Why it waits")).isEqualTo(words(Reason.Why.values()));
        assertThat(codes(PAGE, "States of batches")).isEqualTo(words(BatchState.values()));
        assertThat(codes(Path.of("docs/operations/events.md"), "Events")).isEqualTo(words(EventKind.values()));
    }

    @Test
    void hasEachCodeOfARowThatBecameNoRecord() throws IOException {
        Set<String> given = SourceText.of("intake", "ledger/RowAppender.java")
                .all(
                        "(?:Refused|Refusal)\\([^\";]*" + WORD + ",",
                        "refuse\\([^\";]*" + WORD + ",",
                        "new RowGuard\\(" + WORD);
        assertThat(codes(PAGE, "Rows that became no record")).isEqualTo(given);
    }

    @Test
    void hasEachCodeOfAHeldRecord() throws IOException {
        Set<String> given = SourceText.of("batch", "ledger")
                .all("[ .](?:hold|lost)\\([^\";]*" + WORD + ",", "String (?:CANCELLED|HELD|FORKED|CODE) = " + WORD);
        assertThat(codes(PAGE, "Held")).isEqualTo(given);
    }

    @Test
    void hasEachCodeOfARecordThatItsProviderCouldNotAnswer() throws IOException {
        Set<String> given = SourceText.of("batch", "ledger")
                .all("String (?:MISSING|NOT_RUN|LATE|BATCH_EXPIRED) = " + WORD, "forGood\\(" + WORD);
        given.addAll(
                SourceText.of("ledger/Collection.java", "ledger/RestMover.java").all("\"(results_gone)\""));
        given.addAll(SourceText.of("provider")
                .all(
                        "Outcome\\.(?:TRANSIENT|INVALID_REQUEST|QUOTA|AUTH),\\s*(?:null,\\s*)?" + WORD,
                        "\\.word\\(" + WORD + "\\)"));
        // The status behind it is the provider's.
        given.add("http_…");
        assertThat(codes(PAGE, "provider_error")).isEqualTo(given);
    }

    @Test
    void hasEachCodeThatProgramsAreAnswered() throws IOException {
        Set<String> given = SourceText.of("api")
                .all(
                        "V1Error\\s*\\.of\\((?:[^;](?!->))*?" + WORD + ",\\s*(?:0|e\\.line\\(\\))\\)",
                        "V1Refusal\\(\\s*HttpStatus\\.\\w+,\\s*(?:null|param|\"\\w+\"),\\s*" + WORD,
                        "-> " + WORD + ";",
                        "message, null, " + WORD + ", 0");
        given.addAll(SourceText.of("access/OpenAiRefusals.java")
                .all("write\\(\\s*response,\\s*\\d+,\\s*\"\\w+\",\\s*" + WORD));
        given.addAll(SourceText.of("realtime")
                .all(
                        "NoAnswerException\\(\\s*(?:NoAnswerException\\.)?Why\\.\\w+,\\s*" + WORD,
                        "UNREACHABLE = " + WORD));
        assertThat(codes(PAGE, "Answers over HTTP")).isEqualTo(given);

        Set<String> ofLines = SourceText.of("submission")
                .all(
                        "new Failure\\(" + WORD,
                        "(?:failed|failure)\\((?:record, )?\"\", " + WORD,
                        "trouble\\(" + WORD,
                        "EXPIRED = " + WORD,
                        "\"cancelled\", " + WORD);
        assertThat(codes(PAGE, "Lines of an output")).isEqualTo(ofLines);
    }

    @Test
    void pagesOfTheApisHaveTheStatusOfEachCodeAndEachProblem() throws IOException {
        StringBuilder pages = new StringBuilder();
        for (String page : List.of("access", "batch-api", "gateway", "realtime")) {
            pages.append(Files.readString(Path.of("docs", page + ".md")));
        }
        assertThat(codes(PAGE, "Answers over HTTP")).allMatch(code -> pages.indexOf("`" + code + "`") >= 0);
        assertThat(Files.readAllLines(Path.of("docs/api.md")).stream()
                        .filter(line -> line.startsWith("### "))
                        .map(line -> line.substring("### ".length())))
                .containsExactlyInAnyOrderElementsOf(SourceText.of("access/Problem.java")
                        .all("(?:->|\\?) \"([A-Z][a-z ]+)\"", ": \"([A-Z][a-z ]+)\";"));
    }

    @Test
    void quotesWhatTheProgramSays() throws IOException {
        SourceText source = new SourceText(SourceText.of().text() + Files.readString(Path.of("src/dist/bin/caravan")));
        Set<String> quoted = codes(PAGE, "It does not start");
        quoted.addAll(codes(PAGE, "What check finds"));
        // Spring's words.
        assertThat(quoted.remove("Port 8080 was already in use")).isTrue();
        quoted.removeAll(List.of("fsync", "synchronous_commit"));
        assertThat(quoted).hasSizeGreaterThan(20).allMatch(source::says);
    }
}
