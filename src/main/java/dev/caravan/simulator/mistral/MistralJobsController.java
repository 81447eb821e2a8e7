package dev.caravan.simulator.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(MistralSurface.ROOT + "/v1/batch/jobs")
class MistralJobsController {
    private final MistralStores stores;
    private final Jobs jobs;

    MistralJobsController(MistralStores stores) {
        this.stores = stores;
        this.jobs = stores.jobs();
    }

    @PostMapping
    ObjectNode create(@RequestBody byte[] body) throws IOException {
        JsonNode wanted = Json.readOrMissing(Json.textOrEmpty(body));
        if (!wanted.isObject()) {
            throw MistralException.invalid("body", "JSON decode error");
        }
        MistralJobs.check(wanted);
        String input = wanted.path("input_files").path(0).asText();
        if (stores.files().findAsInput(input).isEmpty()) {
            throw new MistralException(404, "No file matches the given id: " + input);
        }
        NewJob job = new NewJob(
                UUID.randomUUID().toString(),
                MistralJobs.remembered(wanted),
                stores.files().content(input),
                Json.write(wanted),
                null);
        return MistralJobs.wire(jobs.create(job));
    }

    @GetMapping
    ObjectNode list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(name = "page_size", defaultValue = "100") int size,
            @RequestParam(name = "order_by", defaultValue = "-created") String order)
            throws IOException {
        if (page < 0
                || size < 1
                || size > 100
                || !List.of("created", "-created").contains(order)) {
            throw MistralException.invalid(
                    "query", "page from 0, page_size from 1 to 100, order_by created or -created");
        }
        List<String> all = new ArrayList<>(jobs.ids());
        if (order.equals("created")) {
            Collections.reverse(all);
        }
        int from = (int) Math.min(all.size(), (long) page * size);
        ObjectNode list = Json.object().put("object", "list").put("total", all.size());
        ArrayNode data = list.putArray("data");
        for (JobView job : jobs.poll(all.subList(from, Math.min(all.size(), from + size)))) {
            data.add(MistralJobs.wire(job));
        }
        return list;
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id) throws IOException {
        return MistralJobs.wire(jobs.poll(id).orElseThrow(() -> unknown(id)));
    }

    @PostMapping("/{id}/cancel")
    ObjectNode cancel(@PathVariable String id) throws IOException {
        JobView before = jobs.peek(id).orElseThrow(() -> unknown(id));
        return MistralJobs.wire(jobs.cancel(id)
                .orElseThrow(() -> new MistralException(
                        400, "Job " + id + " can't be cancelled: it is " + MistralJobs.status(before.state()))));
    }

    @DeleteMapping("/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        if (!jobs.delete(id)) {
            throw unknown(id);
        }
        return Json.object().put("id", id).put("object", "batch").put("deleted", true);
    }

    private static MistralException unknown(String id) {
        return new MistralException(404, "No job matches the given id: " + id);
    }
}
