package dev.caravan;

import dev.caravan.batch.BoundTasks;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.ValidatedAnswers;
import dev.caravan.intake.CurrentRecipes;
import dev.caravan.intake.Inbox;
import dev.caravan.intake.Read;
import dev.caravan.intake.Receive;
import dev.caravan.intake.zone.BucketZones;
import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.Collection;
import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.NodeWatch;
import dev.caravan.publish.Answers;
import dev.caravan.publish.LastAnswers;
import dev.caravan.publish.Publish;
import dev.caravan.restore.Restoration;
import dev.caravan.restore.Restored;
import dev.caravan.retention.Manifests;
import dev.caravan.spool.Room;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires what concerns the process as a whole. */
@Configuration(proxyBeanMethods = false)
class CaravanConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** A monotonic clock, in nanoseconds: for waits that no setting of the time may shorten. */
    @Bean
    LongSupplier nanoTime() {
        return System::nanoTime;
    }

    /** Before anything is cut or sent. It may take long, so this node says first that it lives. */
    @Bean
    Restored restored(Heartbeat alive, Ledger ledger, Spool spool, SpoolOwner owner, Receive received, Read read)
            throws IOException {
        new Restoration(ledger, spool).finish(read::onceAnyway);
        return new Restored(owner);
    }

    @Bean
    OwnerWatch ownerWatch(SpoolOwner owner) {
        return new OwnerWatch(owner);
    }

    /** As early as the ledger is open: a start may take long. */
    @Bean
    Heartbeat heartbeat(
            Ledger ledger,
            LongSupplier nanoTime,
            ObjectProvider<AfterDeath> afterDeath,
            ObjectProvider<EachBeat> eachBeat,
            @Value("${caravan.node.name:${HOSTNAME:}}") String name,
            @Value("${caravan.node.beat-ms:5000}") long beatMillis,
            @Value("${caravan.node.dead-after-ms:60000}") long deadAfterMillis) {
        ledger.nodes().named(name, Usage.version());
        Duration every = Duration.ofMillis(beatMillis);
        return new Heartbeat(
                new NodeWatch(ledger.nodes(), nanoTime, every, Duration.ofMillis(deadAfterMillis)),
                every,
                nanoTime,
                afterDeath,
                eachBeat);
    }

    @Bean
    EachBeat diskWatch(Ledger ledger, Room room) {
        return new DiskWatch(ledger.events(), room);
    }

    @Bean
    EachBeat tallying(Ledger ledger, Clock clock) {
        return new Tallying(ledger.trends(), clock);
    }

    @Bean
    CurrentRecipes currentRecipes(BoundTasks tasks) {
        return tasks::recipeOf;
    }

    @Bean
    Answers answers(ValidatedAnswers answers) {
        return () -> new PublishedAnswers(answers.open());
    }

    /** What was deleted by age is no answer any more. */
    @Bean
    LastAnswers lastAnswers(RecordAnswers answers) {
        return member -> {
            Collection.ResultFile file = member.file();
            try {
                return file == null
                        ? null
                        : answers.said(member.recipeId(), file, member.result()).answer();
            } catch (NoSuchFileException gone) {
                return null;
            }
        };
    }

    /** Done while beans are made, which is before the drop zones start. */
    @Bean
    Seed seed(
            @Value("${caravan.inbox:${caravan.data:data}/inbox}") Path inbox,
            Tasks tasks,
            ObjectProvider<FirstRun> firstRun,
            Environment environment)
            throws IOException {
        Seed seed = new Seed(inbox, tasks);
        seed.folders();
        if (firstRun.getIfAvailable(() -> new FirstRun(false)).isFirst()) {
            seed.examples(Binder.get(environment)
                    .bind("caravan.examples", Bindable.mapOf(String.class, Path.class))
                    .orElse(Map.of()));
        }
        return seed;
    }

    @Bean
    ConservationCheck conservationCheck(
            Ledger ledger, LongSupplier nanoTime, @Value("${caravan.conservation.every-ms:3600000}") long everyMillis) {
        return new ConservationCheck(ledger.counts(), ledger.events(), Duration.ofMillis(everyMillis), nanoTime);
    }

    @Bean
    ProcessMetrics processMetrics(ConservationCheck conservation) {
        return new ProcessMetrics(conservation, Usage.version());
    }

    @Bean
    StartLine startLine(Environment environment, Tasks tasks) {
        return new StartLine(environment, tasks);
    }

    @Bean
    ProgressLog progressLog(Ledger ledger, Tasks tasks, @Value("${caravan.progress.every-ms:1000}") long everyMillis) {
        return new ProgressLog(new Progress(ledger, tasks), Duration.ofMillis(everyMillis));
    }

    @Bean
    @ConditionalOnProperty("caravan.exit-when-settled")
    ExitWhenSettled exitWhenSettled(
            Ledger ledger,
            Tasks tasks,
            Inbox inbox,
            BucketZones zones,
            Manifests manifests,
            Publish publish,
            @Value("${caravan.settled-for-ms:1500}") long settledMillis) {
        return new ExitWhenSettled(
                ledger.counts(),
                ledger.budgets(),
                tasks.byName().keySet(),
                () -> ledger.gates().pending(tasks.gated()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                () -> inbox.isEmpty() && zones.isAtRest() && manifests.areWritten() && !publish.rejectsWait(),
                new Rest(Duration.ofMillis(settledMillis)));
    }
}
