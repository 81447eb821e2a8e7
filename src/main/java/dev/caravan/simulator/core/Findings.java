package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the check of a whole input found.
 *
 * @param lines requests in the file
 * @param facts added to what the surface remembers of the job, such as the model of all lines
 * @param errors empty = the job may run
 */
public record Findings(int lines, ObjectNode facts, List<Finding> errors) {
    public static Findings of(Finding error) {
        return new Findings(0, Json.object(), List.of(error));
    }

    public static Findings of(int lines) {
        return new Findings(lines, Json.object(), List.of());
    }
}
