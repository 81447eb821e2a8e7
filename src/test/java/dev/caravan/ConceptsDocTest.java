package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.RecordState;
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
import org.junit.jupiter.api.Test;

/** The page of concepts uses the words of the glossary, and its table and its drawing have the states that there are. */
class ConceptsDocTest {
    private static final Pattern WORD = Pattern.compile("\\*\\*([^*]+)\\*\\*");
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    private static String read(String name) throws IOException {
        return Files.readString(Path.of("docs", name));
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static List<String> states() {
        return Arrays.stream(RecordState.values())
                .map(state -> state.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void eachWordStandsInTheGlossary() throws IOException {
        Set<String> known = all(WORD, read("glossary.md"));
        Set<String> words = new TreeSet<>();
        // Some stand in the plural.
        all(WORD, read("concepts.md"))
                .forEach(word -> words.add(known.contains(word) ? word : word.replaceFirst("(?<=ch)es$|s$", "")));
        assertThat(known).containsAll(words);
        assertThat(words).hasSizeGreaterThan(20);
    }

    @Test
    void eachStateStandsInTheTableAndInTheDrawing() throws IOException {
        String page = read("concepts.md");
        String table = page.substring(page.indexOf("| state |"), page.indexOf("Of each drop"));
        Set<String> first = new TreeSet<>();
        table.lines()
                .skip(2)
                .forEach(line ->
                        first.addAll(all(CODE, line.split("\\|", -1).length > 1 ? line.split("\\|", -1)[1] : "")));
        assertThat(first).containsExactlyInAnyOrderElementsOf(states());
        String drawing = read("images/concepts.svg");
        assertThat(states()).allSatisfy(state -> assertThat(drawing).contains(">" + state + "</text>"));
    }
}
