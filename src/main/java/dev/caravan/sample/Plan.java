package dev.caravan.sample;

import dev.caravan.intake.SampleRows.Picked;
import dev.caravan.intake.SampleRows.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that somebody may want to be asked about.
 *
 * @param most what the calls cost together at most, in millionths of a US dollar, as far as anybody can know
 */
public record Plan(String task, Picked picked, long most) {

    /** One of them. @param json as the model gets it */
    public record Input(long line, String sourceId, String json) {}

    /** All rows of the file. */
    public long read() {
        return picked.read();
    }

    /** Rows that the task would not take. */
    public long refused() {
        return picked.refused();
    }

    /** Why, of the first of them. */
    public List<String> reasons() {
        return picked.reasons();
    }

    public List<Input> inputs() {
        List<Input> inputs = new ArrayList<>();
        for (Row row : picked.rows()) {
            inputs.add(new Input(row.line(), row.sourceId(), new String(row.json(), StandardCharsets.UTF_8).strip()));
        }
        return inputs;
    }

    /** JSON lines of them, for {@link Samples#again}. */
    public String lines() {
        var lines = new StringBuilder();
        inputs().forEach(input -> lines.append(input.json()).append('\n'));
        return lines.toString();
    }
}
