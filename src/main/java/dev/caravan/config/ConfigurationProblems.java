package dev.caravan.config;

import java.util.List;
import java.util.stream.Collectors;

/** Caravan can't run with these files. The message lists every problem, one a line. */
public final class ConfigurationProblems extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    public ConfigurationProblems(List<Problem> problems) {
        super(problems.stream()
                .map(problem -> "\n  " + problem)
                .collect(Collectors.joining(
                        "",
                        problems.size() == 1
                                ? "1 problem in the configuration:"
                                : problems.size() + " problems in the configuration:",
                        "")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
