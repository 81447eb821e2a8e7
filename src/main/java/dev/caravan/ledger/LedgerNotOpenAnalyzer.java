package dev.caravan.ledger;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why a ledger could not be opened as a sentence, without a stack trace. */
final class LedgerNotOpenAnalyzer extends AbstractFailureAnalyzer<LedgerNotOpenException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LedgerNotOpenException cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
    }
}
