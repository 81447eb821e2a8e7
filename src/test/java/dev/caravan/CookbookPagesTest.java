package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;

/** The cookbook shows its files as they are, and each of its pipelines is a whole installation with its files alone. */
class CookbookPagesTest {
    private static final List<String> SECTIONS =
            List.of("## The files", "## Try it", "## With a real provider", "## What it costs", "## What goes wrong");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[[^]]+]\\(([^)]+)\\.md\\) \\|");

    private static final Pattern WORD = Pattern.compile("\\S+");

    @TempDir
    Path folder;

    static List<CookbookPage> pages() throws IOException {
        return CookbookPage.all();
    }

    @Test
    void theIndexHasEveryPageAndNothingElse() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Path.of("docs/cookbook/README.md")));
        List<String> listed = new ArrayList<>();
        while (rows.find()) {
            listed.add(rows.group(1));
        }
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        pages().stream().map(CookbookPage::name).toList());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showsEveryFileWholeAndAsItIs(CookbookPage page) throws IOException {
        Map<String, String> quoted = page.quoted();
        Map<String, Path> files = page.files();
        assertThat(quoted.keySet()).containsAll(files.keySet());
        for (Map.Entry<String, String> one : quoted.entrySet()) {
            Path file = files.getOrDefault(one.getKey(), Path.of(one.getKey()));
            assertThat(one.getValue()).as(one.getKey()).isEqualTo(Files.readString(file));
        }
        assertThat(page.text()).contains(SECTIONS);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isRightByItselfOverWhatIsShipped(CookbookPage page) throws IOException {
        FileSystemUtils.copyRecursively(Path.of("config"), folder.resolve("config"));
        FileSystemUtils.copyRecursively(Path.of("routes"), folder.resolve("routes"));
        FileSystemUtils.copyRecursively(page.folder(), folder);
        List<String> options = new ArrayList<>(List.of(
                "--caravan.config=" + folder.resolve("config"),
                "--caravan.routes=" + folder.resolve("routes"),
                "--caravan.data=" + folder.resolve("data"),
                "--caravan.check.buckets=false"));
        List<String> commands = page.commands();
        assertThat(commands).hasSizeBetween(2, 3).first().isEqualTo("cp -R " + page.folder() + "/. .");
        Matcher run = Pattern.compile("((?:[A-Z_]+=\\S+ )*)java -jar caravan\\.jar((?: --\\S+)*)")
                .matcher(commands.get(commands.size() - 1));
        assertThat(run.matches()).as(commands.toString()).isTrue();
        WORD.matcher(run.group(1)).results().forEach(variable -> options.add("--" + variable.group()));
        WORD.matcher(run.group(2)).results().forEach(option -> options.add(option.group()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit = Check.run(options.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isZero();
    }
}
