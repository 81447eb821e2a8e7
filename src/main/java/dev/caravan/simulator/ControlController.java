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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
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
    ArrayNode addFaults(@RequestBody byte[] script) {
        faults.add(read(script));
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
    ObjectNode changeSettings(@RequestBody byte[] changes) {
        settings.change(read(changes));
        return settings.asJson();
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.read(body);
        } catch (JsonProcessingException e) {
            throw new ControlException("The body is not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ControlException("The body is not UTF-8.");
        }
    }
}
