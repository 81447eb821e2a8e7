package dev.caravan.batch;

import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.Batches.Except;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.ProviderDates;
import dev.caravan.provider.SilentCredentials;
import dev.caravan.restore.Restored;
import dev.caravan.restore.TryPapers;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the stages under the names that the routes use. */
@Configuration(proxyBeanMethods = false)
class BatchConfiguration {

    @Bean
    Pace pace(Ledger ledger, Models models, ProviderDates dates, LongSupplier nanoTime) {
        return new Pace(
                ledger,
                models,
                dates,
                nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    @Bean
    RestingCredentials restingCredentials(Pace pace, Standstill standstill) {
        return new RestingCredentials(pace.breakers()::resting, standstill::of);
    }

    @Bean
    SilentCredentials silentCredentials(Standstill standstill, Models models) {
        return name -> {
            Credential credential = models.credentials().get(name);
            return credential != null && standstill.isSilent(credential);
        };
    }

    @Bean
    LeftAlone leftAlone(Pace pace, Standstill standstill) {
        return new LeftAlone() {
            @Override
            public Except sending() {
                return standstill.sending(pace.breakers().resting());
            }

            @Override
            public Except calling() {
                return standstill.calling(pace.breakers().resting());
            }
        };
    }

    @Bean
    CredentialRests credentialRests(Pace pace) {
        return pace.breakers()::rests;
    }

    @Bean
    Workplace workplace(
            Ledger ledger,
            Spool spool,
            Models models,
            Protocols protocols,
            Clock clock,
            Pace pace,
            Restored restored,
            Standstill standstill) {
        return new Workplace(
                ledger, spool, models, protocols, clock, pace, new TryPapers(spool, restored.owner()), standstill);
    }

    @Bean
    Standstill standstill(Ledger ledger, Models models, BoundTasks tasks) {
        return new Standstill(ledger.pauses(), models, tasks::everyWay);
    }

    @Bean
    Shapes shapes(Ledger ledger, Models models, Tasks tasks) {
        return new Shapes(ledger, models, tasks);
    }

    @Bean
    BoundTasks boundTasks(Ledger ledger, Tasks tasks) {
        return new BoundTasks(ledger, tasks);
    }

    @Bean
    OtherModels otherModels(Ledger ledger, Models models, BoundTasks tasks) {
        return new OtherModels(ledger.recipes(), models, tasks);
    }

    @Bean
    Assemble assemble(Workplace at, BoundTasks tasks, OtherModels others, Shapes shapes) throws IOException {
        var assemble = new Assemble(at, tasks, others, new BatchCutter(at, shapes));
        assemble.start();
        return assemble;
    }

    @Bean
    AfterDeath batchesOfTheDead(Assemble assemble) {
        return assemble::settle;
    }

    @Bean
    Submit submit(Workplace at, BoundTasks tasks, Shapes shapes, LongSupplier nanoTime) {
        return new Submit(at, shapes, new Recoveries(at, shapes, nanoTime), new Lateness(at, tasks));
    }

    @Bean
    WhyWaiting whyWaiting(Workplace at, Tasks tasks) {
        return WhyWaiting.of(at, tasks);
    }

    @Bean
    Pausing pausing(Ledger ledger, Models models, Tasks tasks, Clock clock) {
        return new Pausing(
                ledger.pauses(),
                models,
                () -> Stream.concat(tasks.byName().keySet().stream(), ledger.recipes().taskNames("").stream())
                        .toList(),
                clock);
    }

    @Bean
    Stopped stopped(Pace pace, Standstill standstill) {
        return new Stopped(task ->
                pace.breakers().suspect().contains(task.model().credential().name())
                        || standstill.of(task.name(), task.model()).isPresent());
    }

    @Bean
    SeenLists seenLists() {
        return new SeenLists();
    }

    @Bean
    Poll poll(Workplace at, BoundTasks tasks, SeenLists lists) {
        return new Poll(at, tasks, lists);
    }

    @Bean
    Harvest harvest(Workplace at, BoundTasks tasks, Shapes shapes, ObjectProvider<UsageObserver> observers) {
        return new Harvest(
                at,
                tasks,
                shapes,
                (task, model, usage) -> observers.orderedStream().forEach(one -> one.used(task, model, usage)));
    }

    @Bean
    TwinStage twins(Workplace at, Harvest harvest) {
        return new TwinStage(at, harvest);
    }

    @Bean
    ListSweep sweep(Workplace at, Shapes shapes, SeenLists lists) {
        return new ListSweep(at, shapes, lists);
    }

    @Bean
    Collect collect(Workplace at, Harvest harvest, @Value("${caravan.collect.again-ms:10000}") long againMillis) {
        return new Collect(at, harvest, Duration.ofMillis(againMillis));
    }

    @Bean
    ValidatedAnswers validatedAnswers(Workplace at, Shapes shapes) {
        return new ValidatedAnswers(at, shapes);
    }

    @Bean
    SingleRecords singleRecords(Workplace at, BoundTasks tasks, Shapes shapes) {
        return new SingleRecords(at, tasks, shapes);
    }

    @Bean
    Breakers breakers(Pace pace) {
        return pace.breakers();
    }

    @Bean
    RecordAnswers recordAnswers(Workplace at, Shapes shapes) {
        return new RecordAnswers(at, shapes);
    }

    @Bean
    RecordLines recordLines(Workplace at) {
        return new RecordLines(at.spool());
    }
}
