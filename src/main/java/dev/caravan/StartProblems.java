package dev.caravan;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.config.Problem;
import dev.caravan.ledger.LedgerException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.NestedExceptionUtils;

/** Why Caravan does not start with its files, one sentence each, for whoever edits them. */
final class StartProblems {
    private static final int MOST = 20;

    private StartProblems() {}

    /** What kept it from starting. */
    static List<String> of(RuntimeException e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        for (Throwable one = e; one != null; one = one.getCause()) {
            // What is behind it says less.
            if (one instanceof PortInUseException || one instanceof LedgerException) {
                cause = one;
            }
        }
        if (cause instanceof ConfigurationProblems found) {
            return shortened(found.problems());
        }
        String message = cause.getMessage();
        return List.of(message == null || message.isBlank() ? cause.toString() : message.strip());
    }

    /** The first twenty. */
    static List<String> shortened(List<Problem> problems) {
        List<String> lines = new ArrayList<>(
                problems.stream().map(Problem::toString).limit(MOST).toList());
        if (problems.size() > MOST) {
            lines.add("and " + (problems.size() - MOST) + " more; `caravan check` prints all");
        }
        return lines;
    }
}
