package dev.caravan;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command {@code sample} for tests of other packages. */
public final class SampleAccess {
    private SampleAccess() {}

    /** What a command left behind. */
    public record Printed(int exit, String out, String err) {}

    /** @param settings such as {@code --caravan.data=…}; @param words as they are typed */
    public static Printed run(List<String> settings, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(settings);
        int exit = new Sample(
                        Duration.ofSeconds(30),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8))
                .run(Sample.asOptions(all));
        return new Printed(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
