package dev.caravan.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;

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

    /** Writes it, unless it is there. */
    static void make(Path file, int rows) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        var random = new Random(rows);
        try (BufferedWriter out = Files.newBufferedWriter(part)) {
            out.write("ticket_id,customer,product,opened_at,subject,body\n");
            for (int i = 1; i <= rows; i++) {
                out.write("T-" + (10_000_000 + i) + ",C-" + (10_000 + random.nextInt(90_000))
                        + ",Router X2,2026-11-02T07:"
                        + (10 + random.nextInt(50)) + ":00Z,"
                        + SUBJECTS[random.nextInt(SUBJECTS.length)] + ",\"" + sentence(random) + "\nOrder "
                        + (1_000_000 + random.nextInt(9_000_000)) + ". " + sentence(random)
                        + (random.nextInt(3) == 0 ? "" : " " + sentence(random))
                        + "\"\n");
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String sentence(Random random) {
        return SENTENCES[random.nextInt(SENTENCES.length)];
    }
}
