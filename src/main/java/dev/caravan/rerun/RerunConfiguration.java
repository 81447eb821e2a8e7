package dev.caravan.rerun;

import dev.caravan.batch.BoundTasks;
import dev.caravan.ledger.Ledger;
import dev.caravan.restore.Restored;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires reruns under the name that the route, pages and the API use. */
@Configuration(proxyBeanMethods = false)
class RerunConfiguration {

    @Bean
    Reruns reruns(Restored restored, Ledger ledger, Spool spool, Tasks tasks, BoundTasks bound) {
        var previews = new Previews(ledger, tasks, bound::recipeOf);
        return new Reruns(ledger, previews, new RerunWork(ledger, spool, previews), new Earlier(tasks, previews));
    }
}
