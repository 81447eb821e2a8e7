package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link within the repository leads to a file that is there, and to a heading that it has. */
class DocLinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+)$");
    private static final Pattern CODE = Pattern.compile("`[^`\n]*`");

    private final Map<Path, Set<String>> anchors = new HashMap<>();

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int seen = 0;
        for (Path document : Doc.all()) {
            String text =
                    CODE.matcher(Fence.without(Files.readString(document))).replaceAll("");
            Matcher link = LINK.matcher(text);
            while (link.find()) {
                String target = link.group(1);
                if (target.matches("[a-z]+:.*")) {
                    continue;
                }
                seen++;
                if (!leads(document, target)) {
                    broken.add(document + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(seen).isGreaterThan(200);
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() throws IOException {
        Set<Path> reached = new TreeSet<>();
        List<Path> next = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        while (!next.isEmpty()) {
            Path document = next.remove(0);
            if (document.toString().endsWith(".md") && reached.add(document)) {
                Matcher link = LINK.matcher(Fence.without(Files.readString(document)));
                while (link.find()) {
                    String file = link.group(1).replaceFirst("#.*", "");
                    if (!file.matches("[a-z]+:.*|/.*|")) {
                        next.add(document.resolveSibling(file).normalize());
                    }
                }
            }
        }
        assertThat(reached).containsAll(Doc.all());
    }

    /** What commands, pages and problems say of the documents. */
    @Test
    void everyDocumentThatTheCodeNamesIsThere() throws IOException {
        Pattern name = Pattern.compile("\\bdocs/[\\w/-]+\\.(?:md|svg|png)(#[\\w-]+)?");
        Set<String> missing = new TreeSet<>();
        int seen = 0;
        for (String folder : List.of("src/main", "src/dist", "config", "routes", "examples", "docker")) {
            for (Path file : Doc.below(folder)) {
                if (!file.toString().matches(".*\\.(java|ya?ml|json|html|sh|js|service)")) {
                    continue;
                }
                Matcher named = name.matcher(Files.readString(file));
                while (named.find()) {
                    seen++;
                    if (!leads(Path.of("README.md"), named.group())) {
                        missing.add(file + ": " + named.group());
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(seen).isGreaterThan(20);
    }

    private boolean leads(Path document, String target) throws IOException {
        String file = target.replaceFirst("#.*", "");
        Path folder = document.toAbsolutePath().getParent();
        Path path = file.isEmpty()
                ? document.toAbsolutePath()
                : file.startsWith("/") ? Path.of("").toAbsolutePath().resolve(file.substring(1)) : folder.resolve(file);
        path = path.normalize();
        if (!Files.exists(path)) {
            return false;
        }
        int anchor = target.indexOf('#');
        return anchor < 0 || anchors(path).contains(target.substring(anchor + 1));
    }

    private Set<String> anchors(Path document) throws IOException {
        Set<String> known = anchors.get(document);
        if (known == null) {
            known = headings(Files.readString(document));
            anchors.put(document, known);
        }
        return known;
    }

    /** As GitHub names them: a heading that comes again has its number behind it. */
    private static Set<String> headings(String text) {
        Set<String> names = new TreeSet<>();
        Matcher heading = HEADING.matcher(Fence.without(text));
        while (heading.find()) {
            String plain = heading.group(1)
                    .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT)
                    .strip()
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            String name = plain;
            for (int again = 1; !names.add(name); again++) {
                name = plain + "-" + again;
            }
        }
        return names;
    }
}
