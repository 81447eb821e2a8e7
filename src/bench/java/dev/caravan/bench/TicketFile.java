package dev.caravan.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** Made-up support tickets as CSV, the same in every run: with line breaks, doubled quotes and letters beyond ASCII. */
final class TicketFile {
    private static final String[] SUBJECTS = {
        "Refund not received", "Cannot log in", "Invoice is wrong", "App crashes on start", "Please add dark mode"
    };
    private static final String[] SENTENCES = {
        "It began after the update and has not stopped since.",
        "I was told that it would take two days at most.",
        "Das Gerät blinkt rot, und zurücksetzen hilft nicht.",
        "The page says \"\"try again later\"\" whenever I send the form.",
        "Nobody answers the phone, so I write here once more."
    };

    private TicketFile() {}

    /**
     * Writes it, unless it is there.
     *
     * @param number of the file: no key of one is in another
     * @param randomKeys 32 characters in no order, or 10 that ascend
     */
    static Path make(Path folder, int number, int rows, boolean randomKeys) throws IOException {
        Path file = folder.resolve("tickets-" + rows + (randomKeys ? "-random-" : "-") + number + ".csv");
        if (Files.exists(file)) {
            return file;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        var random = new Random(rows + number);
        long first = 10_000_000L * number;
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("ticket_id,customer,product,opened_at,subject,body\n");
            for (int i = 1; i <= rows; i++) {
                out.write(key(first + i, randomKeys) + ",C-" + (10_000 + random.nextInt(90_000))
                        + ",Router X2,2026-11-02T07:"
                        + (10 + random.nextInt(50)) + ":00Z,"
                        + SUBJECTS[random.nextInt(SUBJECTS.length)] + ",\"" + sentence(random) + "\nOrder "
                        + (1_000_000 + random.nextInt(9_000_000)) + ". " + sentence(random)
                        + (random.nextInt(3) == 0 ? "" : " " + sentence(random))
                        + "\"\n");
            }
        }
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String key(long number, boolean random) {
        if (!random) {
            return "T-" + number;
        }
        var of = new SplittableRandom(number);
        return String.format(Locale.ROOT, "%016x%016x", of.nextLong(), of.nextLong());
    }

    private static String sentence(Random random) {
        return SENTENCES[random.nextInt(SENTENCES.length)];
    }
}
