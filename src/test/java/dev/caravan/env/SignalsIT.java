package dev.caravan.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own that is asked to end in the middle of a create that hangs, in each of the usual ways. */
class SignalsIT {
    private static final int ROWS = 20;

    @TempDir
    Path folder;

    private Process start(Whole caravan, String drop) throws Exception {
        // What a shell started in the background hands on: an interrupt that is ignored.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Whole.program(caravan.options()));
        Path said = folder.resolve(drop + ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        Awaitility.await()
                .alias("it is ready")
                .atMost(Duration.ofMinutes(4))
                .until(() -> !process.isAlive() || read(said).contains("is ready"));
        caravan.faults("[{\"on\":\"batches.create\",\"do\":\"hang\",\"ms\":60000,\"when\":\"after\"}]");
        caravan.drop(drop, ROWS);
        Awaitility.await()
                .alias("the create hangs")
                .atMost(Duration.ofMinutes(4))
                .until(() ->
                        !process.isAlive() || !caravan.faultsLeft().toString().contains("batches.create"));
        assertThat(process.isAlive()).as(() -> read(said)).isTrue();
        return process;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static int endOf(Process process) throws Exception {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
        return process.exitValue();
    }

    @Test
    void endsInTimeWithTheExitCodeOfItsSignalAndLosesNothing() throws Exception {
        try (Whole caravan = new Whole(folder)) {
            Process first = start(caravan, "term");
            signal(first, "TERM");
            signal(first, "TERM");
            assertThat(endOf(first)).as("SIGTERM, twice").isEqualTo(143);
            caravan.noFaults();

            Process second = start(caravan, "int");
            signal(second, "INT");
            assertThat(endOf(second)).as("SIGINT").isEqualTo(130);
            caravan.noFaults();

            caravan.start();
            caravan.published(2 * ROWS);
            caravan.allIsWell(2 * ROWS);
        }
    }
}
