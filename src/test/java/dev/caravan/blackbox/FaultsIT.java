package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caravan and the simulator as two processes, with the simulator told to fail. */
class FaultsIT {
    @TempDir
    Path folder;

    private Installation installation;
    private SimulatorClient simulator;

    @BeforeEach
    void install() throws Exception {
        installation = new Installation(folder);
        simulator = SimulatorClient.start(installation);
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    /** The other ways to lose a create are tried with every provider, in its ProviderContract. */
    @Test
    void paysOnceWhenNobodyKnowsWhetherACreateWasAccepted() throws Exception {
        simulator.faults("[{\"on\":\"batches.create\",\"do\":\"lose-reply\"}]");
        installation.drop("triage-tickets", "few.csv", Tickets.csv(40));
        String settled = settle();
        assertThat(settled).startsWith("settled read=40 refused=0 duplicate=0 ").contains(" error=0 ");
        JsonNode bill = simulator.bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(40);
    }

    @Test
    void invalidOutputGoesAgainWithANewVersionAndNothingElseDoes() throws Exception {
        simulator.faults("[{\"on\":\"line\",\"match\":{\"percent\":25},\"do\":\"schema-violation\"}]");
        installation.drop("triage-tickets", "few.csv", Tickets.csv(40));
        int invalid = count(settle(), "invalid");
        assertThat(invalid).isBetween(1, 30);
        assertThat(simulator.bill().get("charged")).hasSize(40);

        simulator.clearFaults();
        Path task = folder.resolve("config/tasks/triage-tickets/task.yaml");
        Files.writeString(task, Files.readString(task).replaceFirst("version: 1", "version: 2"));
        assertThat(count(settle(), "invalid")).isZero();
        JsonNode bill = simulator.bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(40 + invalid);
    }

    private String settle() throws Exception {
        JarProcess caravan = installation.startWith(
                List.of("-Xmx256m"),
                "--server.port=" + Installation.freePort(),
                "--caravan.simulator.url=" + simulator.base(),
                "--caravan.exit-when-settled=true");
        int exit = caravan.waitFor(Duration.ofMinutes(2));
        assertThat(exit).as(caravan.said()).isZero();
        return caravan.lastLine();
    }

    private static int count(String settled, String state) {
        return Integer.parseInt(settled.replaceAll(".* " + state + "=(\\d+).*", "$1"));
    }
}
