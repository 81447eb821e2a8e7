package dev.caravan.blackbox;

import java.util.Random;

/** Made-up support tickets, always the same for the same number. */
final class Tickets {
    private static final String[] SUBJECTS = {
        "Refund not received", "Cannot log in", "Invoice is wrong", "App crashes on start", "Please add dark mode"
    };

    private Tickets() {}

    static String csv(int rows) {
        var random = new Random(rows);
        var csv = new StringBuilder("ticket_id,customer,product,opened_at,subject,body\n");
        for (int i = 1; i <= rows; i++) {
            String subject = SUBJECTS[random.nextInt(SUBJECTS.length)];
            csv.append("G-")
                    .append(i)
                    .append(",C")
                    .append(random.nextInt(9_999))
                    .append(",Desk,2026-11-01,")
                    .append(subject)
                    .append(",\"")
                    .append(subject)
                    .append(", since day ")
                    .append(random.nextInt(30))
                    .append(".\nOrder ")
                    .append(random.nextInt(1_000_000))
                    .append(" is \"\"late\"\".\"\n");
        }
        return csv.toString();
    }
}
