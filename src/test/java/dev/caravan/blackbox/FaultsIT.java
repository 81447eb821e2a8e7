package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Caravan and the simulator in two processes, with the simulator told to fail. */
class FaultsIT {
    @TempDir
    Path folder;

    private Installation installation;
    private SimulatorClient simulator;

    @BeforeEach
    void install() throws Exception {
        installation = new Installation(folder);
        simulator = installation.simulator();
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
        String settled = installation.settle();
        assertThat(settled).startsWith("settled read=40 refused=0 duplicate=0 ").contains(" error=0 ");
        JsonNode bill = simulator.bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(40);
    }

    @Test
    void invalidOutputGoesAgainWithANewVersionAndNothingElseDoes() throws Exception {
        simulator.faults("[{\"on\":\"line\",\"match\":{\"percent\":25},\"do\":\"schema-violation\"}]");
        installation.drop("triage-tickets", "few.csv", Tickets.csv(40));
        int invalid = count(installation.settle(), "invalid");
        assertThat(invalid).isBetween(1, 30);
        assertThat(simulator.bill().get("charged")).hasSize(40);

        simulator.clearFaults();
        Path task = folder.resolve("config/tasks/triage-tickets/task.yaml");
        Files.writeString(task, Files.readString(task).replaceFirst("version: 1", "version: 2"));
        assertThat(count(installation.settle(), "invalid")).isZero();
        JsonNode bill = simulator.bill();
        assertThat(bill.get("double")).isEmpty();
        assertThat(bill.get("charged")).hasSize(40 + invalid);
    }

    private static int count(String settled, String state) {
        return Integer.parseInt(settled.replaceAll(".* " + state + "=(\\d+).*", "$1"));
    }
}
