package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;

/** Runs the lines of a job in shuffled order, one at a time, straight to disk. */
record JobRunner(String surface, Dialect dialect, FaultBook faults) {
    private static final int MAX_LINE_BYTES = 16 * 1024 * 1024;

    RunResult run(RunOrder order) throws IOException {
        if (Files.exists(order.folder().ran())) {
            return Json.MAPPER.readValue(order.folder().ran().toFile(), RunResult.class);
        }
        try (LineIndex lines = LineIndex.open(order.job().file());
                RunFiles results = new RunFiles(order, dialect)) {
            int[] shuffled = lines.shuffled(Hash.of(order.job().id()));
            int running = (int) Math.floor(order.fraction() * shuffled.length);
            RunRows rows = new RunRows(order.job(), dialect, results);
            for (int i = 0; i < running; i++) {
                answer(order.job(), lines, shuffled[i], rows);
            }
            rows.end();
            for (int i = running; i < shuffled.length; i++) {
                JobLine line = line(shuffled[i], text(lines, shuffled[i]));
                Optional<Row> row = dialect.unrun(order.job(), line, order.end());
                if (row.isPresent()) {
                    results.add(line.customId(), row.get());
                }
            }
            RunResult result = results.keep(rows.tokens());
            Durable.write(order.folder().ran(), Json.MAPPER.writeValueAsBytes(result));
            return result;
        }
    }

    private void answer(JobInput job, LineIndex lines, int number, RunRows rows) throws IOException {
        String text = text(lines, number);
        JobLine line = line(number, text);
        Twist twist = faults.onLine(surface, line.customId(), text);
        if (twist != Twist.MISSING) {
            rows.add(line, twist, dialect.answer(job, line, twist));
        }
    }

    private static String text(LineIndex lines, int number) throws IOException {
        return lines.length(number) > MAX_LINE_BYTES ? "" : Json.textOrEmpty(lines.read(number));
    }

    private JobLine line(int number, String text) {
        JsonNode json = Json.readOrMissing(text);
        ObjectNode object = json.isObject() ? (ObjectNode) json : Json.object();
        return new JobLine(number + 1, dialect.customId(object), object);
    }
}
