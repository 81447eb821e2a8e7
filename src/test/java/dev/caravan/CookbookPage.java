package dev.caravan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the cookbook, and the files that it is about. */
record CookbookPage(String name, String text) {
    private static final Path EXAMPLES = Path.of("examples/cookbook");
    private static final Pattern QUOTED = Pattern.compile("`([^`\\s]+)`:\n\n```\\w+\n(.*?\n)```\n", Pattern.DOTALL);
    private static final Pattern BASH = Pattern.compile("```bash\n(.*?)\n```", Pattern.DOTALL);

    static CookbookPage of(String name) throws IOException {
        return new CookbookPage(name, Files.readString(Path.of("docs/cookbook", name + ".md")));
    }

    /** @param document as {@code docs/cookbook/name.md} */
    static CookbookPage at(String document) throws IOException {
        return of(document.replaceFirst(".*/(.*)\\.md", "$1"));
    }

    /** All of them. */
    static List<CookbookPage> all() throws IOException {
        List<CookbookPage> all = new ArrayList<>();
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            for (Path folder : folders.sorted().toList()) {
                all.add(of(folder.getFileName().toString()));
            }
        }
        return all;
    }

    Path folder() {
        return EXAMPLES.resolve(name);
    }

    /** Files of the example by their place in the installation. */
    Map<String, Path> files() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder())) {
            walk.filter(Files::isRegularFile)
                    .forEach(file -> files.put(folder().relativize(file).toString(), file));
        }
        return files;
    }

    /** What the page shows of which file. */
    Map<String, String> quoted() {
        Map<String, String> quoted = new TreeMap<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            quoted.put(matcher.group(1), matcher.group(2));
        }
        return quoted;
    }

    /** The commands of "Try it", with line ends that are escaped taken as blanks. */
    List<String> commands() {
        return commands("Try it");
    }

    List<String> commands(String section) {
        Matcher matcher = Pattern.compile("## " + section + "\n.*?```\n(.*?)\n```", Pattern.DOTALL)
                .matcher(text);
        return matcher.find()
                ? matcher.group(1).replaceAll("\\\\\n\\s*", "").lines().toList()
                : List.of();
    }

    /** The examples in bash. */
    List<String> scripts() {
        return BASH.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
