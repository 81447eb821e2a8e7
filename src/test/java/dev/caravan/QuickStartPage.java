package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/quick-start.md tells its reader to do, in its order. */
final class QuickStartPage {
    static final Path PAGE = Path.of("docs/quick-start.md");
    private static final Pattern FENCE =
            Pattern.compile("(?:(?m:^)`([^`\\s]+)`:\n\n)?(?m:^)```(\\w*)\n(.*?\n)```\n", Pattern.DOTALL);

    private QuickStartPage() {}

    sealed interface Step {}

    /** A file with this text. */
    record Lay(String path, String text) implements Step {}

    /** Commands, one a line. */
    record Run(List<String> commands) implements Step {}

    /** What the last command prints; {@code …} stands for anything. */
    record See(List<Pattern> lines) implements Step {}

    static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher fence = FENCE.matcher(Files.readString(PAGE));
        while (fence.find()) {
            String text = fence.group(3);
            if (fence.group(1) != null) {
                steps.add(new Lay(fence.group(1), text));
            } else if (fence.group(2).isEmpty()) {
                steps.add(new Run(text.lines().toList()));
            } else if (fence.group(2).equals("text")) {
                steps.add(new See(text.lines().map(QuickStartPage::pattern).toList()));
            } else {
                throw new AssertionError(
                        "Neither a file, nor commands, nor what is printed: " + fence.group(2) + "\n" + text);
            }
        }
        return steps;
    }

    private static Pattern pattern(String line) {
        return Pattern.compile("\\Q" + line.replace("…", "\\E.*\\Q") + "\\E");
    }
}
