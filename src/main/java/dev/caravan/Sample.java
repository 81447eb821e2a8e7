package dev.caravan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.LedgerDoor;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Requests.About;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Wish;
import dev.caravan.sample.Wanted;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.env.Environment;

/** The command {@code sample}: asks a running Caravan for real-time answers to some records of a file, and prints them. */
final class Sample {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USE = "sample <task> <file> [-n 20] [--random] [--json], or --task= --file= --n=20";

    private final Duration patience;
    private final PrintStream out;
    private final PrintStream err;

    /** @param patience how long the calls may take */
    Sample(Duration patience, PrintStream out, PrintStream err) {
        this.patience = patience;
        this.out = out;
        this.err = err;
    }

    /**
     * Words in the order of the issue become options.
     *
     * @param words behind the command
     */
    static String[] asOptions(List<String> words) {
        List<String> options = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of("task", "file"));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-n") && i + 1 < words.size()) {
                options.add("--n=" + words.get(++i));
            } else if (word.startsWith("-")) {
                options.add(word);
            } else {
                options.add("--" + (names.isEmpty() ? "unknown" : names.remove(0)) + "=" + word);
            }
        }
        return options.toArray(String[]::new);
    }

    /** Returns the exit code: 1 also if more is invalid than the task allows. */
    int run(String[] options) {
        return Properties.read(options, this::run);
    }

    private int run(Environment given) {
        String task = given.getProperty("task", "");
        String file = given.getProperty("file", "");
        String n = given.getProperty("n", String.valueOf(Wanted.USUAL));
        if (task.isBlank() || file.isBlank() || given.containsProperty("unknown")) {
            return wrong(USE);
        }
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return wrong("There is no file " + path + " that can be read");
        }
        if (!n.matches("[1-9]\\d{0,2}") || Integer.parseInt(n) > Wanted.MOST) {
            return wrong("-n is 1 to " + Wanted.MOST + ", not " + n);
        }
        boolean random = given.containsProperty("random") && !"false".equals(given.getProperty("random"));
        boolean json = given.containsProperty("json") && !"false".equals(given.getProperty("json"));
        DataFolder data = new DataFolder(given);
        try (LedgerDoor door = data.door()) {
            return ask(door, data, value(task, path, n, random), json);
        } catch (LedgerException e) {
            err.println("sample: " + e.getMessage() + ". Nothing was asked");
            return 1;
        } catch (IOException e) {
            err.println("sample: The report could not be read: " + e.getMessage());
            return 1;
        }
    }

    private int ask(LedgerDoor door, DataFolder data, String value, boolean json) throws IOException {
        long request = door.ask(System.getProperty("user.name", "unknown"), new Wish(Kind.SAMPLE, About.TASK, value));
        Optional<Answer> answer = Asking.await(door, request, patience);
        if (answer.isEmpty()) {
            door.withdraw(request);
            err.println("sample: No Caravan on " + data.path().toAbsolutePath().normalize() + " has answered within "
                    + patience.toSeconds() + " s, and only a running one can ask its models");
            return 1;
        }
        if (answer.get().refused()) {
            err.println("sample: " + answer.get().text());
            return 1;
        }
        Path report = data.path().resolve("samples").resolve(answer.get().text());
        JsonNode read = JSON.readTree(report.toFile());
        Files.delete(report);
        out.println(json ? read.toString() : SampleText.of(read));
        return read.path("sum").path("too_many_invalid").asBoolean() ? 1 : 0;
    }

    private static String value(String task, Path file, String n, boolean random) {
        try {
            return JSON.writeValueAsString(
                    Map.of("task", task, "file", file.toString(), "n", Integer.parseInt(n), "random", random));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written as JSON", e);
        }
    }

    private int wrong(String why) {
        err.println("sample: " + why);
        return CaravanApplication.WRONG_USE;
    }
}
