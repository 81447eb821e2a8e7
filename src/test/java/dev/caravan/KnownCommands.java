package dev.caravan;

import dev.caravan.schema.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Judges commands of the documents by what the programs that they call really know. */
final class KnownCommands {
    /** Tools of others, of which nothing but the files is judged. */
    private static final Set<String> OTHERS = Set.of(
            ".",
            "aws",
            "cd",
            "cp",
            "diff",
            "install",
            "kubectl",
            "mkdir",
            "mv",
            "openssl",
            "rm",
            "source",
            "systemctl",
            "tar",
            "useradd");
    /** Set by documents for what follows in them, or for programs of others. */
    private static final Set<String> VARIABLES =
            Set.of("CARAVAN_KEY", "MALLOC_ARENA_MAX", "OTEL_EXPORTER_OTLP_ENDPOINT");

    private static final Set<String> PHASES = Set.of(
            "package",
            "test",
            "test-compile",
            "verify",
            "spring-boot:run",
            "surefire:test",
            "failsafe:integration-test",
            "failsafe:verify");
    /** Of Maven's own plugins. */
    private static final Set<String> OF_PLUGINS =
            Set.of("skipTests", "test", "it.test", "surefire.failIfNoSpecifiedTests");

    private final Keys keys = new Keys();
    private final Map<String, Set<String>> told = Told.commands(Usage.TEXT);
    private final Set<String> properties = Told.properties(Usage.TEXT);
    private final String pom = Files.readString(Path.of("pom.xml"));
    private final String sources;
    private final String texts;
    private final Set<String> classes = new TreeSet<>();
    /** The ends of their paths: {@code tasks/triage-tickets/task.yaml}. */
    private final Set<String> files = new TreeSet<>();

    KnownCommands() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : Doc.below("src")) {
            if (file.toString().endsWith(".java")) {
                all.append(Files.readString(file));
                classes.add(file.getFileName().toString().replace(".java", ""));
            }
        }
        sources = all.toString();
        StringBuilder more = new StringBuilder();
        for (String folder : List.of("config", "routes", "examples", "docs")) {
            for (Path file : Doc.below(folder)) {
                files.add(file.toString().replaceFirst(".*/(tasks|sinks)/", "$1/"));
                if (file.toString().matches(".*\\.(yaml|md)")) {
                    more.append(Files.readString(file));
                }
            }
        }
        texts = more.toString();
    }

    /** What is wrong with it, nothing if it is right. */
    List<String> wrong(Command command) {
        List<String> wrong = new ArrayList<>();
        command.variables().keySet().stream()
                .filter(name -> !isVariable(name))
                .forEach(name -> wrong.add("variable " + name));
        if (command.words().isEmpty()) {
            return wrong;
        }
        List<String> words = new ArrayList<>(command.words());
        String program = words.remove(0);
        if (program.equals("java")) {
            java(words, wrong);
        } else if (program.matches("(/opt/caravan(-new)?/)?(bin/)?caravan")) {
            caravan(words, wrong);
        } else if (program.equals("mvn")) {
            maven(words, wrong);
        } else if (program.equals("docker")) {
            compose(words, wrong);
        } else if (!OTHERS.contains(program)) {
            wrong.add("program " + program);
        }
        words.stream()
                .filter(word -> word.matches("(docker|examples|src)/[\\w./-]+") && !Files.exists(Path.of(word)))
                .forEach(word -> wrong.add("file " + word));
        return wrong;
    }

    private boolean isVariable(String name) {
        return VARIABLES.contains(name)
                || texts.contains("${" + name)
                || keys.know(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    }

    private void java(List<String> words, List<String> wrong) {
        int jar = words.indexOf("-jar");
        if (jar < 0 || !words.get(jar + 1).matches("(target/|app/)?caravan\\.jar")) {
            wrong.add("jar of " + words);
        } else if (!words.contains("-Djarmode=tools")) {
            caravan(words.subList(jar + 2, words.size()), wrong);
        }
    }

    private void caravan(List<String> words, List<String> wrong) {
        List<String> left = new ArrayList<>(words);
        String name = left.isEmpty() || left.get(0).startsWith("-") ? "" : left.remove(0);
        // Of the start script alone.
        if (!name.isEmpty() && !told.containsKey(name) && !name.equals("warm-up")) {
            wrong.add("command " + name);
            return;
        }
        Set<String> options = new TreeSet<>(told.getOrDefault(name, Set.of()));
        options.addAll(properties);
        for (String word : left) {
            String option = word.replaceAll("^\\[|]$", "");
            if (option.startsWith("-")) {
                String bare = option.replaceFirst("(?s)=.*", "");
                if (!options.contains(bare) && !options.contains(bare + "=") && !keys.know(bare.substring(2))) {
                    wrong.add("option " + option + " of " + name);
                }
                value(bare, option.substring(bare.length()).replaceFirst("^=", ""), wrong);
            } else if (!name.equals("sample") && !option.equals("…")) {
                wrong.add(name + " takes no " + option);
            }
        }
    }

    private void value(String option, String value, List<String> wrong) {
        String place = option.equals("--task") ? "tasks/" + value + "/task.yaml" : "sinks/" + value + ".camel.yaml";
        if (Set.of("--task", "--sink").contains(option) && value.matches("[a-z-]+") && !files.contains(place)) {
            wrong.add("no " + place);
        }
        if (option.equals("--spring.profiles.active")) {
            for (String profile : value.split(",")) {
                String file = "config/application-" + profile + ".yaml";
                if (!profile.equals("simulator") && !Files.exists(Path.of("examples/cookbook", profile, file))) {
                    wrong.add("profile " + profile);
                }
            }
        }
    }

    private void maven(List<String> words, List<String> wrong) {
        for (String word : words) {
            boolean known = word.startsWith("-D")
                    ? isProperty(word.substring(2))
                    : word.startsWith("-P")
                            ? Pattern.compile("(?s)<profile>\\s*(?:<!--[^>]*-->\\s*)?<id>"
                                            + Pattern.quote(word.substring(2)) + "</id>")
                                    .matcher(pom)
                                    .find()
                            : PHASES.contains(word) || word.equals("-q");
            if (!known) {
                wrong.add("mvn does not know " + word);
            }
        }
    }

    private boolean isProperty(String given) {
        String name = given.replaceFirst("=.*", "");
        String value = given.substring(name.length()).replaceFirst("^=", "");
        if (name.equals("test") || name.equals("it.test")) {
            return List.of(value.split(",")).stream().allMatch(this::isTest);
        }
        if (name.equals("bench.main")) {
            return classes.contains(value);
        }
        return OF_PLUGINS.contains(name)
                || pom.contains("<" + name + ">")
                || pom.contains("${" + name + "}")
                || sources.contains("getProperty(\"" + name + '"')
                || (name.contains(".") && sources.contains('"' + name + '"'));
    }

    private boolean isTest(String test) {
        String[] parts = test.split("#");
        String pattern = parts[0].replace("*", "\\w*");
        if (parts[0].equals("none") || parts[0].startsWith("<")) {
            return true;
        }
        return classes.stream().anyMatch(name -> name.matches(pattern))
                && (parts.length == 1
                        || Pattern.compile("void " + parts[1].replace("*", "\\w*") + "\\(")
                                .matcher(sources)
                                .find());
    }

    private void compose(List<String> words, List<String> wrong) {
        int file = words.indexOf("-f");
        if (!words.get(0).equals("compose") || file < 0) {
            wrong.add("docker " + words);
            return;
        }
        Path compose = Path.of(words.get(file + 1));
        String text;
        try {
            text = Files.exists(compose) ? Files.readString(compose) : "";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        List<String> left = new ArrayList<>(words.subList(file + 2, words.size()));
        int profile = left.indexOf("--profile");
        if (profile >= 0) {
            String name = left.remove(profile + 1);
            left.remove(profile);
            if (!Pattern.compile("profiles: \\[[^]]*\\b" + name + "\\b")
                    .matcher(text)
                    .find()) {
                wrong.add(compose + " has no profile " + name);
            }
        }
        for (String word : left) {
            if (!word.startsWith("-")
                    && !Set.of("up", "build", "down").contains(word)
                    && !text.contains("\n  " + word + ":\n")) {
                wrong.add(compose + " has no service " + word);
            }
        }
    }
}
