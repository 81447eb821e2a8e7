package dev.caravan.blackbox;

import dev.caravan.testkit.SimulatedAccounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The long form of the kill matrix: every point of every provider, and many kills at instants drawn by lot. What was done
 * is in {@code target/kill-*}, also while it is going on. {@code -Dcaravan.kill.providers=gemini,vertex} takes only these.
 */
@EnabledIfSystemProperty(named = "caravan.matrix", matches = "long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillLongIT {
    private static final List<String> SURFACES =
            List.of("openai", "azure", "mistral", "anthropic", "gemini", "vertex", "bedrock");

    private final SimulatedAccounts accounts = new SimulatedAccounts("caravan.kill.providers", "all");
    private KillJvm java;

    @BeforeAll
    void weave() throws Exception {
        java = new KillJvm();
    }

    @AfterAll
    void close() {
        accounts.close();
    }

    /** All in one installation, each with a task and a batch model of its name. */
    private KillAccount all() {
        Map<String, Integer> tasks = new LinkedHashMap<>();
        Map<String, String> models = new LinkedHashMap<>();
        for (String name : accounts.names()) {
            tasks.put(name, accounts.least(name));
            models.put(name, name);
        }
        return new KillAccount(
                "all", accounts.models(models), accounts.simulatorSettings(), accounts.simulatorOptions(), tasks);
    }

    /** The create of each provider meets this once. */
    private static String creates(String fault) {
        return each(fault, "batches.create", SURFACES);
    }

    /** Half of each batch expires, but where what is left would be too few for a batch, or what ran can't be had. */
    private static String expired() {
        List<String> surfaces = new ArrayList<>(SURFACES);
        surfaces.removeAll(List.of("bedrock", "gemini"));
        return each("\"do\":\"expire\",\"fraction\":0.5", "batch", surfaces);
    }

    private static String each(String fault, String on, List<String> surfaces) {
        return surfaces.stream()
                .map(surface -> "{\"on\":\"%s\",\"match\":{\"surface\":\"%s\"},%s}".formatted(on, surface, fault))
                .toList()
                .toString();
    }

    @Test
    void paysEachRecordOnceAndPublishesItOnceWhereverItIsKilled(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        try (var sweep = new KillSweep(folder, java, all(), new KillReport("points"))) {
            sweep.everyPoint("[]");
            sweep.everyPoint(creates("\"do\":\"lose-request\""));
            sweep.everyPoint(creates("\"do\":\"lose-reply\""));
            sweep.everyPoint(creates("\"do\":\"status\",\"status\":429"));
            sweep.everyPoint(expired());
            sweep.publishedAsIfNothingHadHappened();
        }
    }

    @Test
    void survivesManyKillsAtInstantsDrawnByLot(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
            throws Exception {
        int kills = Integer.getInteger("caravan.kills", 500);
        var random = new Random(Long.getLong("caravan.seed", 4));
        try (var sweep = new KillSweep(folder, java, all(), new KillReport("random"))) {
            List<String> faults = List.of(
                    "[]",
                    creates("\"do\":\"lose-request\""),
                    creates("\"do\":\"lose-reply\""),
                    creates("\"do\":\"late\",\"ms\":100"),
                    expired());
            sweep.byLot(kills, random, faults);
            sweep.publishedAsIfNothingHadHappened();
        }
    }
}
