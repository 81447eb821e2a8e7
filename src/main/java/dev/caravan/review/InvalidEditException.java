package dev.caravan.review;

import dev.caravan.validation.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A value breaks the rules that answers of its recipe are held to: nothing was changed. */
@SuppressWarnings("serial") // never serialised
public final class InvalidEditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<Finding> findings;

    InvalidEditException(String what, List<Finding> findings) {
        super(what + ": " + findings.stream().map(Finding::toString).collect(Collectors.joining("; ")));
        this.findings = List.copyOf(findings);
    }

    /** Every rule that it breaks, with its field. */
    public List<Finding> findings() {
        return findings;
    }
}
