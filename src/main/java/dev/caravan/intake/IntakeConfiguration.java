package dev.caravan.intake;

import dev.caravan.ledger.AfterDeath;
import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolOwner;
import dev.caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {
    @Bean
    Inbox inbox(@Value("${caravan.inbox:${caravan.data:data}/inbox}") Path root) {
        return new Inbox(root);
    }

    @Bean
    Arrivals arrivals(Ledger ledger, Spool spool) {
        return new Arrivals(ledger, spool);
    }

    @Bean
    Receive receive(Ledger ledger, Spool spool, SpoolOwner claimed, Tasks tasks, Inbox inbox, Arrivals arrivals)
            throws IOException {
        Receive receive = new Receive(ledger, spool, tasks, inbox, arrivals);
        receive.recoverArriving();
        return receive;
    }

    @Bean
    AfterDeath arrivalsOfTheDead(Receive receive) {
        return receive::recoverArriving;
    }

    @Bean
    Uploads uploads(Ledger ledger, Spool spool, Arrivals arrivals, @Value("${caravan.data:data}/uploads") Path folder)
            throws IOException {
        return new Uploads(ledger, spool, arrivals, folder);
    }

    @Bean
    DropFiles dropFiles(Spool spool, List<RecordFormat> formats, Inbox inbox, DropFiles.Ways ways) {
        return new DropFiles(spool, new Formats(formats), inbox, ways);
    }

    @Bean
    SampleRows sampleRows(Spool spool, List<RecordFormat> formats) {
        return new SampleRows(spool, new Formats(formats), new SecureRandom());
    }

    @Bean
    LocalCopies localCopies(
            @Value("${caravan.formats.copy.folder:${caravan.data:data}/copies}") Path folder,
            @Value("${caravan.formats.copy.most-bytes:20GB}") DataSize most) {
        return new LocalCopies(folder, most.toBytes());
    }

    @Bean
    DropFiles.Ways dropWays(Ledger ledger, CurrentRecipes recipes, Clock clock) {
        return new DropFiles.Ways(ledger.drops(), recipes, clock);
    }

    @Bean
    RangeFiles rangeFiles(Spool spool, List<RecordFormat> formats, Inbox inbox, CurrentRecipes recipes, Ledger ledger) {
        return new RangeFiles(spool, new Formats(formats), inbox, recipes, ledger.ranges());
    }

    @Bean
    Splitting splitting(
            Ledger ledger, Spool spool, RangeFiles files, @Value("${caravan.split-from:256MB}") DataSize from) {
        return new Splitting(ledger, spool, files, from.toBytes());
    }

    @Bean
    Pause readingPause(LongSupplier nanoTime) {
        return new Pause(nanoTime);
    }

    @Bean
    RangeWork rangeWork(Ledger ledger, Tasks tasks, RangeFiles files, Pause pause) {
        return new RangeWork(ledger, tasks, files, pause);
    }

    @Bean
    Read read(
            Ledger ledger,
            Tasks tasks,
            DropFiles files,
            Arrivals arrivals,
            Splitting splitting,
            RangeWork ranges,
            Pause pause) {
        return new Read(ledger, tasks, files, arrivals, new Read.HugeDrops(splitting, ranges), pause);
    }

    /** Before anything else is shut down: a long read must not hold up the end of the process. */
    @Bean
    ApplicationListener<ContextClosedEvent> stopReading(Read read) {
        return new StopReading(read);
    }

    private record StopReading(Read read) implements ApplicationListener<ContextClosedEvent>, Ordered {
        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            read.stop();
        }

        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }
    }
}
