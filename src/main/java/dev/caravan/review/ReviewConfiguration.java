package dev.caravan.review;

import dev.caravan.batch.OtherModels;
import dev.caravan.batch.RecordAnswers;
import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what pages, the API and the command line use. */
@Configuration(proxyBeanMethods = false)
class ReviewConfiguration {

    @Bean
    Reviews reviews(Ledger ledger, Spool spool, Tasks tasks, RecordAnswers answers, OtherModels others) {
        var bytes = new RecordBytes(spool, answers);
        var rules = new Rules(ledger, answers, bytes);
        return new Reviews(ledger, tasks, new Items(ledger, answers, bytes, rules), rules, others);
    }

    @Bean
    Examples examples(Ledger ledger, Spool spool, RecordAnswers answers) {
        return new Examples(ledger.decisions(), ledger.openItems(), spool, answers);
    }
}
