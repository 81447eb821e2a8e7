package dev.caravan.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(Gate.ROOT + "/v1/batches")
class BatchesController {
    private final BatchStore batches;
    private final BatchDesk desk;
    private final Lifecycle lifecycle;

    BatchesController(BatchStore batches, BatchDesk desk, Lifecycle lifecycle) {
        this.batches = batches;
        this.desk = desk;
        this.lifecycle = lifecycle;
    }

    @PostMapping
    ObjectNode create(@RequestBody byte[] body) throws IOException {
        JsonNode wanted;
        try {
            wanted = Json.read(body);
        } catch (IOException e) {
            wanted = Json.array();
        }
        if (!wanted.isObject()) {
            throw ApiException.badRequest("We could not parse the JSON body of your request.", null, null);
        }
        BatchRules.check(wanted);
        return desk.accept(wanted);
    }

    @GetMapping
    ObjectNode list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String after)
            throws IOException {
        List<Batch> shown = batches.list().stream().filter(lifecycle::visible).toList();
        List<Batch> page = Page.of(limit, after, 20, 100).cut(shown, Batch::id);
        boolean more = !page.isEmpty() && page.get(page.size() - 1) != shown.get(shown.size() - 1);
        return Page.wire(lifecycle.visit(page), more);
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) throws IOException {
        return lifecycle.visit(List.of(visible(id))).get(0);
    }

    @PostMapping("/{id}/cancel")
    ObjectNode cancel(@PathVariable String id) throws IOException {
        return lifecycle.cancel(visible(id));
    }

    private Batch visible(String id) {
        return batches.find(id)
                .filter(lifecycle::visible)
                .orElseThrow(() -> ApiException.notFound("No batch found with id '%s'.".formatted(id), "id"));
    }
}
