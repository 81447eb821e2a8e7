package dev.caravan;

import dev.caravan.route.RoutesRefusedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with the routes as a plain list instead of a stack trace. */
final class RoutesFailureAnalyzer extends AbstractFailureAnalyzer<RoutesRefusedException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, RoutesRefusedException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Correct these files and start again. Nothing was sent.", cause);
    }
}
