package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.JobEngine;
import dev.caravan.simulator.core.JobView;
import dev.caravan.simulator.core.Jobs;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.LineIndex;
import dev.caravan.simulator.core.NewJob;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.WireError;
import dev.caravan.simulator.core.WireException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The calls of {@link EchoSurface}, and its beans; there only with a profile, so that no scan meets it by chance. */
@RestController
@Profile("echo")
@RequestMapping("/simulator/echo")
class EchoController {
    private final Jobs jobs;
    private final SimulatorSettings settings;

    EchoController(JobEngine engine, SimulatorSettings settings) throws IOException {
        this.jobs = engine.open("echo", new EchoLines());
        this.settings = settings;
    }

    @Profile("echo")
    static class Beans {
        @Bean
        EchoSurface echoSurface() {
            return new EchoSurface();
        }
    }

    private static final class Refused extends WireException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(int status) {
            super("refused with " + status);
            this.status = status;
        }

        @Override
        public WireError wire() {
            return new EchoSurface().error(status);
        }
    }

    @PostMapping("/jobs:start")
    ObjectNode start(HttpServletRequest request) throws IOException {
        Path input = jobs.scratch();
        try {
            Files.copy(request.getInputStream(), input, StandardCopyOption.REPLACE_EXISTING);
            try (LineIndex lines = LineIndex.open(input)) {
                if (lines.count() > settings.of("echo").path("maxLines").asInt()) {
                    throw new Refused(413);
                }
            }
            ObjectNode vendor = Json.object().put("note", "kept");
            return wire(jobs.create(new NewJob(request.getHeader("x-echo-id"), vendor, input, "an echo", null)));
        } finally {
            Files.delete(input);
        }
    }

    @GetMapping("/jobs/{arn}")
    ObjectNode get(@PathVariable String arn) throws IOException {
        return wire(jobs.poll(arn.substring("arn:echo/".length())).orElseThrow(() -> new Refused(404)));
    }

    @PostMapping("/jobs/{arn}/stop")
    ObjectNode stop(@PathVariable String arn) throws IOException {
        return wire(jobs.cancel(arn.substring("arn:echo/".length())).orElseThrow(() -> new Refused(404)));
    }

    @GetMapping("/results/{id}/{shard}:read")
    String results(@PathVariable String id, @PathVariable String shard) throws IOException {
        return Files.readString(jobs.result(id, shard).orElseThrow(() -> new Refused(404)));
    }

    private static ObjectNode wire(JobView job) {
        return Json.object()
                .put("arn", "arn:echo/" + job.id())
                .put("phase", job.state().word())
                .put("done", job.run().completed())
                .put("wrong", job.run().failed())
                .put("left", job.run().unrun())
                .put("shards", job.run().notes().path("shards").asText())
                .put("note", job.vendor().path("note").asText());
    }
}
