package dev.caravan.sample;

import dev.caravan.intake.SampleRows;
import dev.caravan.ledger.Ledger;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires samples under the names that the route and the API use. */
@Configuration(proxyBeanMethods = false)
class SampleConfiguration {

    @Bean
    Samples sampling(
            Tasks tasks,
            SampleRows rows,
            TaskCalls calls,
            Ledger ledger,
            @Value("${caravan.realtime.concurrency:8}") int concurrency) {
        return new Samples(tasks, rows, calls, new Projection(ledger, concurrency));
    }

    @Bean
    ModelTrial modelTrial(Tasks tasks, Ledger ledger, Spool spool, TaskCalls calls) {
        return new ModelTrial(tasks, ledger, spool, calls);
    }

    @Bean
    SampleDesk samples(Ledger ledger, Samples sampling, @Value("${caravan.data:data}/samples") Path folder) {
        return new SampleDesk(ledger, sampling, folder);
    }
}
