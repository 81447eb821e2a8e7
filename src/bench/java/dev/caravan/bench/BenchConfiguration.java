package dev.caravan.bench;

import dev.caravan.batch.Assemble;
import dev.caravan.batch.Collect;
import dev.caravan.batch.Poll;
import dev.caravan.batch.Submit;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.ledger.Ledger;
import dev.caravan.publish.FileSink;
import dev.caravan.publish.Publish;
import java.nio.file.Path;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the packaged application by {@code loader.path}: works with its own stages, and ends the process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("bench.files")
class BenchConfiguration {

    @Bean
    Delivering delivering(Publish publish, FileSink fileSink, @Value("${caravan.data}") Path data) {
        return new Delivering(publish, fileSink, data.resolve("outbox").toString());
    }

    @Bean
    Stages stages(
            Ledger ledger,
            Receive receive,
            Read read,
            Assemble assemble,
            Submit submit,
            Poll poll,
            Collect collect,
            Delivering delivering) {
        return new Stages(ledger, receive, read, assemble, submit, poll, collect, delivering);
    }

    @Bean
    Passes passes(
            Stages stages,
            @Value("${bench.server:0}") long server,
            @Value("${bench.files}") List<String> files,
            @Value("${bench.rows}") long rows,
            @Value("${bench.results}") Path results) {
        return new Passes(
                stages, new Server(server), files.stream().map(Path::of).toList(), rows, results);
    }

    /** Ends the process, so that a failure can't look like a run that goes on. */
    @Bean
    @SuppressWarnings("SystemExitOutsideMain")
    ApplicationListener<ApplicationReadyEvent> passesRunner(Passes passes) {
        return event -> {
            try {
                passes.run();
                event.getApplicationContext().close();
                System.exit(0);
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        };
    }
}
