package dev.caravan.simulator.core;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls that were answered at once, by surface: they cost the full price, and no line of a batch stands for them. */
final class LiveBill {
    private final Path folder;

    /** @param folder of the simulator; need not exist */
    LiveBill(Path folder) {
        this.folder = folder;
    }

    /** Answered calls with their tokens. */
    private record Sum(long calls, Tokens tokens) {}

    synchronized void add(String surface, Tokens tokens) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("live.txt"),
                "%s %d %d %d%n".formatted(surface, tokens.input(), tokens.output(), tokens.reasoning()),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /** Nothing where there were none. */
    synchronized void write(JsonGenerator json) throws IOException {
        SortedMap<String, Sum> sums = new TreeMap<>();
        Path file = folder.resolve("live.txt");
        for (String line : Files.exists(file) ? Files.readAllLines(file) : java.util.List.<String>of()) {
            String[] word = line.split(" ");
            Tokens tokens = new Tokens(Long.parseLong(word[1]), Long.parseLong(word[2]), Long.parseLong(word[3]));
            sums.merge(
                    word[0],
                    new Sum(1, tokens),
                    (one, other) ->
                            new Sum(one.calls() + other.calls(), one.tokens().plus(other.tokens())));
        }
        if (sums.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("realtime");
        for (var sum : sums.entrySet()) {
            json.writeObjectFieldStart(sum.getKey());
            json.writeNumberField("calls", sum.getValue().calls());
            json.writeNumberField("input_tokens", sum.getValue().tokens().input());
            json.writeNumberField("output_tokens", sum.getValue().tokens().output());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
