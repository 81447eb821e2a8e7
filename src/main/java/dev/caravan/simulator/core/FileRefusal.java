package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A create that is refused because of a line in its input, as a fault on {@code file} wants it. */
final class FileRefusal extends WireException {
    private static final long serialVersionUID = 1L;

    private final transient WireError error;

    private FileRefusal(WireError error) {
        super("refused by script");
        this.error = error;
    }

    static FileRefusal of(Surface surface, FaultRule rule) {
        int status = rule.key("status").asInt(400);
        JsonNode body = rule.key("body");
        return new FileRefusal(body.isMissingNode() ? surface.error(status) : WireError.json(status, body));
    }

    /** The first of these rules that fits a line of the input, one by one through the file. */
    static Optional<FaultRule> find(List<FaultRule> rules, String surface, Path input) throws IOException {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        try (LineIndex lines = LineIndex.open(input)) {
            for (int i = 0; i < lines.count(); i++) {
                String text = Json.textOrEmpty(lines.read(i));
                for (FaultRule rule : rules) {
                    if (rule.matches(surface, text, "") && rule.take()) {
                        return Optional.of(rule);
                    }
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public WireError wire() {
        return error;
    }
}
