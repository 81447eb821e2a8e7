package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of installing and upgrading name what there is; TarballIT and FirstLightIT run those that need no root. */
class InstallDocTest {
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(\\w*)\\n((?s:.*?))^ *```$");
    /** What a tarball has, where {@code src/build/tarball.xml} takes it from. */
    private static final Pattern OF_TARBALL =
            Pattern.compile("(?<![\\w/.-])(?:/opt/caravan(?:-new|-old)?/)?((?:bin|systemd|completion)/[\\w./-]+)");

    private static List<String> commands(String document) throws Exception {
        String text = Files.readString(Path.of(document));
        if (document.equals("README.md")) {
            text = text.substring(text.indexOf("## Install\n"), text.indexOf("## Its commands\n"));
        }
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            if (block.group(1).isEmpty()) {
                block.group(2).lines().map(String::strip).forEach(commands::add);
            }
        }
        assertThat(commands).hasSizeGreaterThan(4);
        return commands;
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/quick-start.md", "docs/install.md", "docs/upgrade.md"})
    void commandsAreOnesOfAShellAndNameWhatThereIs(String document) throws Exception {
        Set<String> known = new TreeSet<>(Told.commands(Usage.TEXT).keySet());
        known.add("warm-up");
        List<String> commands = commands(document);
        Process shell = new ProcessBuilder("sh", "-n").redirectErrorStream(true).start();
        try (var in = shell.outputWriter()) {
            in.write(String.join("\n", commands) + "\n");
        }
        assertThat(new String(shell.getInputStream().readAllBytes())).isEmpty();
        for (String command : commands) {
            Matcher file = OF_TARBALL.matcher(command);
            while (file.find()) {
                String path = file.group(1);
                assertThat(path.startsWith("completion/") || Files.exists(Path.of("src/dist", path)))
                        .as(command)
                        .isTrue();
            }
            Matcher word = Pattern.compile("bin/caravan ([a-z-]+)(?= |$)").matcher(command);
            while (word.find()) {
                assertThat(known).as(command).contains(word.group(1));
            }
            Matcher compose = Pattern.compile("-f (\\S+\\.yaml)").matcher(command);
            while (compose.find()) {
                assertThat(Path.of(compose.group(1))).exists();
            }
        }
    }

    @Test
    void theUnitIsWhereTheDocumentPutsThings() throws Exception {
        String unit = Files.readString(Path.of("src/dist/systemd/caravan.service"));
        String document = Files.readString(Path.of("docs/install.md"));
        for (String path : List.of("/opt/caravan", "/etc/caravan", "/var/lib/caravan", "/etc/caravan/caravan.env")) {
            assertThat(unit).contains(path);
            assertThat(document).contains(path);
        }
        Matcher run = Pattern.compile("Exec(?:Start|StartPre|Reload)=-?/opt/caravan/bin/caravan ?([a-z-]*)")
                .matcher(unit);
        List<String> commands = run.results().map(found -> found.group(1)).toList();
        assertThat(commands).containsExactly("warm-up", "check", "", "reload");
        assertThat(Told.commands(Usage.TEXT)).containsKeys("check", "reload");
        Matcher memory = Pattern.compile("MemoryMax=(\\d+M)").matcher(unit);
        assertThat(memory.find()).isTrue();
        assertThat(document).contains("`MemoryMax` is 1200 MB");
        assertThat(memory.group(1)).isEqualTo("1200M");
    }
}
