package dev.caravan.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Bill;
import dev.caravan.simulator.core.ControlException;
import dev.caravan.simulator.core.FaultBook;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What no provider has: the script, the settings and the bill. */
@RestController
@Profile("simulator")
@RequestMapping("/simulator")
class ControlController {
    private final Bill bill;
    private final FaultBook faults;
    private final SimulatorSettings settings;

    ControlController(Bill bill, FaultBook faults, SimulatorSettings settings) {
        this.bill = bill;
        this.faults = faults;
        this.settings = settings;
    }

    @GetMapping("/bill")
    void bill(@RequestParam(defaultValue = "false") boolean summary, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        bill.write(response.getOutputStream(), !summary);
    }

    @GetMapping("/faults")
    ArrayNode faults() {
        return faults.asJson();
    }

    @GetMapping("/faults/table")
    ObjectNode faultTable() {
        return faults.table();
    }

    @PostMapping("/faults")
    ArrayNode addFaults(@RequestBody(required = false) byte @Nullable [] script, HttpServletRequest request) {
        faults.add(read(script, request.getContentType()));
        return faults.asJson();
    }

    @DeleteMapping("/faults")
    ArrayNode clearFaults() {
        faults.clear();
        return faults.asJson();
    }

    @GetMapping("/settings")
    ObjectNode settings() {
        return settings.asJson();
    }

    @PostMapping("/settings")
    ObjectNode changeSettings(@RequestBody(required = false) byte @Nullable [] changes, HttpServletRequest request) {
        settings.change(read(changes, request.getContentType()));
        return settings.asJson();
    }

    /** A form is what curl sends by itself, and servers take its body for parameters. */
    private static JsonNode read(byte @Nullable [] body, @Nullable String type) {
        if (type != null && !type.matches("(?i)\\s*application/(\\S+\\+)?json\\s*(;.*)?")) {
            throw ControlException.noJson(type);
        }
        if (body == null || body.length == 0) {
            throw new ControlException("The body is empty.");
        }
        try {
            return Json.read(body);
        } catch (JsonProcessingException e) {
            throw new ControlException("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ControlException("The body is not UTF-8.");
        }
    }
}
