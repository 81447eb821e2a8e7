package dev.caravan.access;

/** Ends a request below {@code /api} with a problem. Nothing was done. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** What the request is answered with, unless whoever catches this says it otherwise. */
    public Problem problem() {
        return problem;
    }
}
