package dev.caravan.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class JsonlFileSinkTest extends FolderSinkContract {

    @Override
    String sample() {
        return "routes/sinks/tickets-jsonl.camel.yaml";
    }

    @Override
    List<Stored> read(Path file) throws Exception {
        List<Stored> all = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode one = JSON.readTree(line);
            all.add(new Stored(
                    one.path("source_id").textValue(), one.path("revision").intValue(), one.path("result")));
        }
        return all;
    }
}
