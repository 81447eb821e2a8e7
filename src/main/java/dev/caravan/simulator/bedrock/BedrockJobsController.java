package dev.caravan.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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
@RequestMapping(BedrockSurface.ROOT)
class BedrockJobsController {
    private static final Pattern IDENTIFIER =
            Pattern.compile("(arn:aws(-[^:]+)?:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:model-invocation-job/)?[a-z0-9]{12}");

    private final Jobs jobs;
    private final NewJobs newJobs;

    BedrockJobsController(BedrockParts parts) {
        this.jobs = parts.jobs();
        this.newJobs = parts.newJobs();
    }

    @PostMapping("/model-invocation-job")
    ObjectNode create(@RequestBody byte[] body, HttpServletRequest request) throws IOException {
        JsonNode wanted = Json.readOrMissing(Json.textOrEmpty(body));
        if (!(wanted instanceof ObjectNode object)) {
            throw new BedrockException(400, "SerializationException", "The request body is not a JSON object.");
        }
        return Json.object().put("jobArn", newJobs.create(object, Signature.region(request)));
    }

    @GetMapping("/model-invocation-job/{identifier}")
    ObjectNode get(@PathVariable String identifier) throws IOException {
        return JobWire.of(jobs.poll(id(identifier)).orElseThrow(() -> unknown(identifier)));
    }

    @PostMapping("/model-invocation-job/{identifier}/stop")
    ObjectNode stop(@PathVariable String identifier) throws IOException {
        JobView before = jobs.peek(id(identifier)).orElseThrow(() -> unknown(identifier));
        if (jobs.cancel(before.id()).isEmpty()) {
            throw BedrockException.conflict("The job %s can't be stopped: its status is %s."
                    .formatted(before.vendor().path(NewJobs.ARN).asText(), JobWire.status(before)));
        }
        return Json.object();
    }

    /** A filter by status leaves jobs where they are: one that moved would not fit it any more. */
    @GetMapping("/model-invocation-jobs")
    ObjectNode list(@RequestParam Map<String, String> query) throws IOException {
        JobQuery wanted = JobQuery.of(query);
        List<JobView> fitting = jobs.ids().stream()
                .flatMap(id -> jobs.peek(id).stream())
                .filter(wanted::fits)
                .toList();
        JobQuery.Page page = wanted.page(fitting);
        ObjectNode list = Json.object();
        ArrayNode summaries = list.putArray("invocationJobSummaries");
        List<String> ids = page.jobs().stream().map(JobView::id).toList();
        List<JobView> shown = wanted.byStatus() ? page.jobs() : jobs.poll(ids);
        shown.forEach(job -> summaries.add(JobWire.of(job)));
        return page.next().isEmpty() ? list : list.put("nextToken", page.next());
    }

    private static String id(String identifier) {
        if (!IDENTIFIER.matcher(identifier).matches()) {
            throw CreateRules.constraint(
                    identifier, "jobIdentifier", "Member must satisfy regular expression pattern: " + IDENTIFIER);
        }
        return identifier.substring(identifier.lastIndexOf('/') + 1);
    }

    private static BedrockException unknown(String identifier) {
        return BedrockException.notFound("Could not find a model invocation job %s.".formatted(identifier));
    }
}
