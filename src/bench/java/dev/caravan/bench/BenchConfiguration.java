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
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the packaged application by {@code loader.path}: works one step with its own stages, and ends the process. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("bench.step")
class BenchConfiguration {

    @Bean
    @ConditionalOnProperty(name = "bench.step", havingValue = "intake")
    Step intakeStep(
            Ledger ledger,
            Receive receive,
            Read read,
            Assemble assemble,
            @Value("${bench.input}") Path input,
            @Value("${bench.rows}") long rows) {
        return new IntakeStep(ledger, receive, read, assemble, input, rows);
    }

    @Bean
    @ConditionalOnProperty(name = "bench.step", havingValue = "provider")
    Step providerStep(Ledger ledger, Submit submit, Poll poll, @Value("${bench.results}") Path results) {
        return new ProviderStep(ledger, submit, poll, results);
    }

    @Bean
    @ConditionalOnProperty(name = "bench.step", havingValue = "collect")
    Step collectStep(
            Ledger ledger,
            Collect collect,
            Publish publish,
            FileSink fileSink,
            @Value("${bench.results}") Path results,
            @Value("${caravan.data}") Path data,
            @Value("${bench.rows}") long rows) {
        var delivering =
                new Delivering(publish, fileSink, data.resolve("outbox").toString());
        return new CollectStep(ledger, collect, delivering, results, rows);
    }

    /** Ends the process, so that a failure of the step can't look like a run that goes on. */
    @Bean
    @SuppressWarnings("SystemExitOutsideMain")
    ApplicationListener<ApplicationReadyEvent> stepRunner(Step step) {
        return event -> {
            try {
                step.prepare();
                Quiet.afterStart();
                Meter meter = new Meter();
                step.run();
                System.out.println(meter.stop().line());
                step.check();
                event.getApplicationContext().close();
                System.exit(0);
            } catch (Exception e) {
                e.printStackTrace();
                System.exit(1);
            }
        };
    }
}
