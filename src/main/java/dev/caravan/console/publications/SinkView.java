package dev.caravan.console.publications;

import dev.caravan.ledger.Audit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has of a publication.
 *
 * @param state in words; @param tone of its badge
 * @param at when it had all of it; empty if it has not
 * @param reason why not, as the last send ended; empty if there is none
 */
public record SinkView(String sink, String state, String tone, String sends, String at, String reason) {

    public static SinkView of(Audit.Sent sent) {
        @Nullable Instant at = sent.at();
        return new SinkView(
                sent.sink(),
                words(sent.state()),
                tone(sent.state()),
                sends(sent.sends()),
                at == null ? "" : at.toString(),
                sent.reason());
    }

    /** As pages write a state of a delivery or a publication. */
    static String words(String state) {
        return switch (state) {
            case "retry_wait" -> "waits to be sent again";
            case "dead" -> "given up";
            default -> state;
        };
    }

    private static String sends(int sends) {
        return sends == 0 ? "not sent yet" : sends == 1 ? "sent once" : "sent " + sends + " times";
    }

    private static String tone(String state) {
        return switch (state) {
            case "delivered" -> "good";
            case "dead" -> "bad";
            case "retry_wait" -> "warn";
            case "sending" -> "run";
            default -> "rest";
        };
    }
}
