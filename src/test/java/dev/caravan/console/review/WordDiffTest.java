package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.WordDiff;
import dev.caravan.console.WordDiff.Kind;
import dev.caravan.console.WordDiff.Piece;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordDiffTest {
    private static String diff(String before, String after) {
        return WordDiff.of(before, after).stream()
                .map(piece -> piece.same()
                        ? piece.text()
                        : piece.added() ? "+" + piece.text() + "+" : "-" + piece.text() + "-")
                .collect(Collectors.joining("|"));
    }

    @Test
    void marksWordsThatCameAndWent() {
        assertThat(diff("The order is late.", "The big order was late."))
                .isEqualTo("The |+big +|order |-is-|+was+| late.");
        assertThat(diff("", "new")).isEqualTo("+new+");
        assertThat(diff("old", "")).isEqualTo("-old-");
        assertThat(diff("same", "same")).isEqualTo("same");
    }

    @Test
    void longTextsAreShownAsReplaced() {
        String before = "word ".repeat(400);
        String end = "…" + before.substring(1_900);
        assertThat(diff(before, before + "x")).isEqualTo("-" + end + "-|+" + end + "x+");
        String huge = "word".repeat(1_000_000);
        assertThat(diff("a" + huge, "b" + huge))
                .hasSize(6_007)
                .startsWith("-awordword")
                .contains("…-|+bwordword");
    }

    private static String lines(String before, String after) {
        return WordDiff.ofLines(before, after).stream()
                .map(piece -> piece.same()
                        ? piece.text()
                        : piece.added() ? "+" + piece.text() + "+" : "-" + piece.text() + "-")
                .collect(Collectors.joining("|"));
    }

    @Test
    void textsOfManyLinesAreComparedByLinesAndThenByWords() {
        assertThat(lines("a\nb is old\nc\n", "a\nb is new\nc\nd\n")).isEqualTo("a\nb is |-old-|+new+|\nc\n|+d\n+");
        assertThat(lines("a\n", "a")).isEqualTo("a\n");
        assertThat(lines("", "x\n")).isEqualTo("+x\n+");
        String many = "the same words\n".repeat(500);
        assertThat(lines(many + "old", many + "new")).isEqualTo(many + "|-old-|+new+|\n");
        String tooMany = "line\n".repeat(601);
        assertThat(WordDiff.ofLines(tooMany, tooMany + "x"))
                .extracting(Piece::kind)
                .containsExactly(Kind.REMOVED, Kind.ADDED);
    }

    @Test
    void muchIsComparedNoFurtherThanToBeShownSoon() {
        String words = "word ".repeat(250);
        String before = fields(2_000, words + "old");
        List<FieldDiff> changes = FieldDiff.between(before, fields(2_000, words + "new"));
        assertThat(changes).hasSize(2_000);
        assertThat(changes.get(0).pieces())
                .extracting(Piece::kind)
                .containsExactly(Kind.SAME, Kind.REMOVED, Kind.ADDED);
        assertThat(changes.get(1_999).pieces()).extracting(Piece::kind).containsExactly(Kind.REMOVED, Kind.ADDED);
    }

    private static String fields(int count, String value) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"f" + i + "\":\"" + value + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void onlyFieldsThatDifferAreShown() {
        List<FieldDiff> changes =
                FieldDiff.between("{\"a\":1,\"b\":\"x\",\"c\":[1]}", "{\"a\":1,\"b\":\"y\",\"d\":{\"e\":true}}");
        assertThat(changes).extracting(FieldDiff::field).containsExactly("b", "d.e", "c");
    }
}
