package dev.caravan.access;

import org.springframework.web.server.ResponseStatusException;

/** Ends a request with a problem, and that of a page with the page for its status. Nothing was done. */
public final class ProblemException extends ResponseStatusException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.status(), problem.detail());
        this.problem = problem;
    }

    /** What the request is answered with, unless whoever catches this says it otherwise. */
    public Problem problem() {
        return problem;
    }
}
