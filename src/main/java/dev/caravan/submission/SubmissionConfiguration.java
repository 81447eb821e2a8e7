package dev.caravan.submission;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.Stopped;
import dev.caravan.batch.ValidatedAnswers;
import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.restore.Restored;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import dev.caravan.task.Workspaces;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** Wires what controllers and routes use. */
@Configuration(proxyBeanMethods = false)
class SubmissionConfiguration {

    @Bean
    Leftovers leftovers(Restored restored, Ledger ledger, Spool spool) throws IOException {
        var leftovers = new Leftovers(ledger, spool);
        leftovers.settle();
        return leftovers;
    }

    @Bean
    AfterDeath leftoversOfTheDead(Leftovers leftovers) {
        return leftovers::settle;
    }

    /** What was left is settled first. */
    @Bean
    Acceptance acceptance(
            Leftovers settled,
            Ledger ledger,
            Spool spool,
            Tasks tasks,
            Workspaces workspaces,
            Models models,
            Protocols protocols,
            UploadedFiles files,
            Limits limits,
            Clock clock)
            throws IOException {
        return new Acceptance(
                ledger,
                spool,
                new Operations(tasks, workspaces),
                new Orders(spool, files, new GatewayLanes(tasks, models, protocols), limits),
                limits,
                clock);
    }

    @Bean
    Direct direct(Tasks tasks, Workspaces workspaces, TaskCalls calls, Limits limits) {
        return new Direct(new Operations(tasks, workspaces), calls, limits);
    }

    @Bean
    Limits submissionLimits(
            @Value("${caravan.http.max-bytes:2GB}") DataSize bytes,
            @Value("${caravan.http.max-lines:2000000}") long lines,
            @Value("${caravan.http.max-line:5MB}") DataSize line) {
        return new Limits(bytes.toBytes(), lines, line.toBytes());
    }

    @Bean
    UploadedFiles uploadedFiles(
            Restored restored,
            Ledger ledger,
            Spool spool,
            Limits limits,
            Clock clock,
            @Value("${caravan.files.keep:30d}") Duration keep) {
        return new UploadedFiles(ledger, spool, limits, clock, keep);
    }

    @Bean
    Submitted submitted(Acceptance settled, Ledger ledger, Spool spool) {
        return new Submitted(ledger, spool);
    }

    @Bean
    OrderedBatches orderedBatches(Acceptance settled, Ledger ledger, Tasks tasks, Stopped stopped) {
        return new OrderedBatches(ledger, tasks, stopped);
    }

    @Bean
    Finish finish(
            Acceptance settled,
            Ledger ledger,
            Spool spool,
            ValidatedAnswers answers,
            RecordAnswers said,
            UploadedFiles files,
            Clock clock,
            LongSupplier nanoTime) {
        return new Finish(ledger, spool, new OutputWriter(ledger, spool, answers, said, clock), files, nanoTime);
    }

    /** Before anything else is shut down: a long output must not hold up the end of the process. */
    @Bean
    ApplicationListener<ContextClosedEvent> stopFinishing(Finish finish) {
        return new StopFinishing(finish);
    }

    private record StopFinishing(Finish finish) implements ApplicationListener<ContextClosedEvent>, Ordered {
        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            finish.stop();
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
