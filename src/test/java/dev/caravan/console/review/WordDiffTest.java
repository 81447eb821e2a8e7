package dev.caravan.console.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
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
        assertThat(diff(before, before + "x")).isEqualTo("-" + before + "-|+" + before + "x+");
    }

    @Test
    void onlyFieldsThatDifferAreShown() {
        List<FieldDiff> changes =
                FieldDiff.between("{\"a\":1,\"b\":\"x\",\"c\":[1]}", "{\"a\":1,\"b\":\"y\",\"d\":{\"e\":true}}");
        assertThat(changes).extracting(FieldDiff::field).containsExactly("b", "d.e", "c");
    }
}
