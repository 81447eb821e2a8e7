package dev.caravan.config;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows configuration problems as a plain list instead of a stack trace when the application does not start. */
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationProblems> {

    @Override
    protected FailureAnalysis analyze(Throwable root, ConfigurationProblems cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Correct these files and start again. Nothing was sent. The most frequent ones are in"
                        + " docs/troubleshooting.md.",
                cause);
    }
}
