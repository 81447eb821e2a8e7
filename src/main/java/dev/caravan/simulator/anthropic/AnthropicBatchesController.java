package dev.caravan.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Profile("simulator")
@RequestMapping(AnthropicBatchesController.BATCHES)
class AnthropicBatchesController {
    static final String BATCHES = AnthropicSurface.ROOT + "/v1/messages/batches";

    private final Jobs jobs;
    private final SimulatorSettings settings;
    private final SimulatorTime time;

    AnthropicBatchesController(
            AnthropicSurfaceConfiguration.Batches batches, SimulatorSettings settings, SimulatorTime time) {
        this.jobs = batches.jobs();
        this.settings = settings;
        this.time = time;
    }

    /** Accepted only once the body has ended: nobody who breaks off has made a batch. */
    @PostMapping
    ObjectNode create(HttpServletRequest request) throws IOException {
        JsonNode own = settings.of(AnthropicSurface.NAME);
        long maxBytes = own.path(AnthropicSurface.MAX_BODY_BYTES).asLong();
        if (request.getContentLengthLong() > maxBytes) {
            throw Capped.tooLarge();
        }
        Path input = jobs.scratch();
        try {
            int maxRequests = own.path(AnthropicSurface.MAX_REQUESTS).asInt();
            var content = BatchRequests.read(request.getInputStream(), input, maxRequests, maxBytes);
            String id = "msgbatch_01" + UUID.randomUUID().toString().replace("-", "");
            ObjectNode vendor = Terms.remembered(request).put(BatchWire.REQUESTS, content.count());
            return wire(jobs.create(new NewJob(id, vendor, input, content.first(), null)), request);
        } finally {
            Files.deleteIfExists(input);
        }
    }

    @GetMapping
    ObjectNode list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(name = "after_id", required = false) @Nullable String after,
            @RequestParam(name = "before_id", required = false) @Nullable String before,
            HttpServletRequest request)
            throws IOException {
        Page page = Page.of(jobs.ids(), limit, after, before);
        return page.wire(
                jobs.poll(page.ids()).stream().map(job -> wire(job, request)).toList());
    }

    @GetMapping("/{id}")
    ObjectNode get(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        JobView job = jobs.poll(id).orElseThrow(() -> noSuchBatch(id));
        int wait = settings.of(AnthropicSurface.NAME)
                .path(AnthropicSurface.RETRY_AFTER)
                .asInt();
        if (!job.state().isFinal() && wait > 0) {
            response.setIntHeader("Retry-After", wait);
        }
        return wire(job, request);
    }

    @PostMapping("/{id}/cancel")
    ObjectNode cancel(@PathVariable String id, HttpServletRequest request) throws IOException {
        if (jobs.peek(id).isEmpty()) {
            throw noSuchBatch(id);
        }
        return jobs.cancel(id)
                .map(job -> wire(job, request))
                .orElseThrow(() ->
                        AnthropicException.badRequest("Batch " + id + " has ended and cannot be canceled any more"));
    }

    @DeleteMapping("/{id}")
    ObjectNode delete(@PathVariable String id) throws IOException {
        JobView job = jobs.peek(id).orElseThrow(() -> noSuchBatch(id));
        if (!job.state().isFinal()) {
            throw AnthropicException.badRequest(
                    "Batch " + id + " cannot be deleted while it is being processed. Cancel it first");
        }
        jobs.delete(id);
        return Json.object().put("id", id).put("type", "message_batch_deleted");
    }

    /** Sent in chunks, without a length. */
    @GetMapping("/{id}/results")
    void results(@PathVariable String id, HttpServletResponse response) throws IOException {
        JobView job = jobs.peek(id).orElseThrow(() -> noSuchBatch(id));
        if (!BatchWire.hasResults(job, time.millis())) {
            throw AnthropicException.notFound("Batch " + id + " has no available results");
        }
        response.setContentType("application/x-jsonl");
        response.setHeader("Content-Disposition", "attachment; filename=\"" + id + "_results.jsonl\"");
        response.flushBuffer();
        Optional<Path> file = jobs.result(id, MessageLines.RESULTS);
        if (file.isPresent()) {
            Files.copy(file.get(), response.getOutputStream());
        }
    }

    private ObjectNode wire(JobView job, HttpServletRequest request) {
        String url = request.getRequestURL().toString();
        String batches = url.substring(0, url.indexOf(BATCHES) + BATCHES.length());
        return BatchWire.of(job, batches, time.millis());
    }

    private static AnthropicException noSuchBatch(String id) {
        return AnthropicException.notFound("No batch with id " + id);
    }
}
