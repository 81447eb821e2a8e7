package dev.caravan.publish;

import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the stage and the file sink under the names that the routes use. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

    @Bean
    PublishSettings publishSettings(
            @Value("${caravan.publish.records:10000}") int records,
            @Value("${caravan.publish.sends:20}") int sends,
            @Value("${caravan.publish.again-ms:3600000}") long againMillis) {
        return new PublishSettings(records, sends, Duration.ofMillis(againMillis));
    }

    @Bean
    Publishing publishing(
            Ledger ledger,
            Tasks tasks,
            ContentWriter contents,
            RejectsWriter rejects,
            PublishSettings settings,
            Clock clock) {
        return new Publishing(
                ledger, tasks, contents, rejects, settings.records(), new Stuck(clock), new DecisionWindow(clock));
    }

    @Bean
    ContentWriter contentWriter(Ledger ledger, Spool spool, Answers answers) {
        return new ContentWriter(ledger, spool, answers);
    }

    @Bean
    RejectsWriter rejectsWriter(Ledger ledger, Spool spool, LastAnswers answers) {
        return new RejectsWriter(ledger, spool, answers);
    }

    @Bean
    Publish publish(
            Publishing publishing,
            Ledger ledger,
            Spool spool,
            PublishSettings settings,
            @Value("${caravan.data:data}") Path data) {
        Deliveries deliveries = new Deliveries(ledger, spool, settings, new Replays(data));
        deliveries.start();
        return new Publish(publishing, deliveries);
    }

    @Bean
    Columns columns(Ledger ledger) {
        return new Columns(ledger);
    }

    @Bean
    ContentFormat jsonlContent() {
        return new ContentFormats.Jsonl();
    }

    @Bean
    ContentFormat csvContent(Columns columns) {
        return new ContentFormats.Csv(columns);
    }

    @Bean
    ContentFormats contentFormats(List<ContentFormat> formats) {
        return new ContentFormats(formats);
    }

    @Bean
    FileSink fileSink(ContentFormats formats) {
        return new FileSink(formats);
    }
}
