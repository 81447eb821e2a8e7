package dev.caravan.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Ledger;
import dev.caravan.spool.SpoolMarks;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;

class IntakeConfigurationTest {
    @TempDir
    Path data;

    @ComponentScan(basePackages = {"dev.caravan.intake", "dev.caravan.spool", "dev.caravan.bucket"})
    static class Scan {}

    @Test
    void wiresReceiveAndReadForEveryFormatAndStopsReadingAtTheEnd() throws IOException {
        IntakeFixture intake = new IntakeFixture(data, false);
        Path csv = intake.drop("triage/a.csv", "id,body\n1,x\n");
        Path json = intake.drop("triage/b.json", "[{\"id\":1,\"body\":\"x\"}]");
        Path lines = intake.drop("triage/c.jsonl", "{\"id\":1,\"body\":\"x\"}\n");
        Read[] left = new Read[1];
        runner(intake).run(context -> {
            Receive receive = context.getBean("receive", Receive.class);
            Read read = left[0] = context.getBean("read", Read.class);
            for (Path file : new Path[] {csv, json, lines}) {
                receive.take(file.toFile(), "triage");
                assertThat(read.once()).isTrue();
            }
            assertThat(context.getBean(Inbox.class).isEmpty()).isTrue();
            receive.take(intake.drop("triage/d.csv", "id,body\n").toFile(), "triage");
        });
        assertThat(intake.ledger.drops.entries.values())
                .extracting(e -> e.state)
                .containsExactly(DropState.SEALED, DropState.SEALED, DropState.SEALED, DropState.RECEIVED);
        assertThat(left[0].once()).isFalse();
    }

    private ApplicationContextRunner runner(IntakeFixture intake) {
        return new ApplicationContextRunner()
                .withInitializer(context ->
                        context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance()))
                .withUserConfiguration(Scan.class)
                .withPropertyValues("caravan.data=" + data)
                .withBean(Ledger.class, () -> intake.ledger)
                .withBean(SpoolOwner.class, () -> SpoolMarks.first(data))
                .withBean(Tasks.class, () -> intake.tasks)
                .withBean(CurrentRecipes.class, () -> task -> 5)
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(LongSupplier.class, () -> System::nanoTime);
    }
}
