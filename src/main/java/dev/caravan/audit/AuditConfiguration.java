package dev.caravan.audit;

import dev.caravan.batch.RecordAnswers;
import dev.caravan.batch.RecordLines;
import dev.caravan.ledger.Ledger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires what pages and the API use. */
@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

    @Bean
    Audits audits(Ledger ledger, RecordAnswers answers) {
        return new Audits(ledger.audit(), answers);
    }

    @Bean
    Dossiers dossiers(Ledger ledger, Audits audits, RecordAnswers answers, RecordLines lines) {
        return new Dossiers(ledger, audits, answers, lines);
    }

    @Bean
    RecordValues recordValues(Ledger ledger, RecordAnswers answers) {
        return new RecordValues(ledger.audit(), answers);
    }
}
