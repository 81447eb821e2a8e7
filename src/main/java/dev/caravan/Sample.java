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
     * The first word without a dash is the task, the second the file.
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
        Voice voice = Voice.of("sample", options, out, err);
        return Properties.read(options, given -> run(given, voice));
    }

    private int run(Environment given, Voice voice) {
        String task = given.getProperty("task", "");
        String file = given.getProperty("file", "");
        String n = given.getProperty("n", String.valueOf(Wanted.USUAL));
        if (task.isBlank() || file.isBlank() || given.containsProperty("unknown")) {
            return voice.wrong(USE);
        }
        Path path = Path.of(file).toAbsolutePath().normalize();
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return voice.wrong("There is no file " + path + " that can be read");
        }
        if (!n.matches("[1-9]\\d{0,2}") || Integer.parseInt(n) > Wanted.MOST) {
            return voice.wrong("-n is 1 to " + Wanted.MOST + ", not " + n);
        }
        boolean random = given.containsProperty("random") && !"false".equals(given.getProperty("random"));
        DataFolder data = new DataFolder(given);
        try (LedgerDoor door = data.door()) {
            return ask(door, data, value(task, path, n, random), voice);
        } catch (LedgerException e) {
            return voice.failed(e.getMessage() + ". Nothing was asked");
        } catch (IOException e) {
            return voice.failed("The report could not be read: " + e.getMessage());
        }
    }

    private int ask(LedgerDoor door, DataFolder data, String value, Voice voice) throws IOException {
        long request = door.ask(System.getProperty("user.name", "unknown"), new Wish(Kind.SAMPLE, About.TASK, value));
        Optional<Answer> answer;
        try (Bar waiting = Bar.of(voice, "")) {
            answer = Asking.await(door, request, patience);
        }
        if (answer.isEmpty()) {
            door.withdraw(request);
            return voice.failed("No Caravan on " + data.path().toAbsolutePath().normalize()
                    + " has answered within " + patience.toSeconds()
                    + " s, and only a running one can ask its models");
        }
        if (answer.get().refused()) {
            return voice.failed(answer.get().text());
        }
        Path report = data.path().resolve("samples").resolve(answer.get().text());
        JsonNode read = JSON.readTree(report.toFile());
        Files.delete(report);
        out.println(voice.json() ? read.toString() : SampleText.of(read));
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
}
