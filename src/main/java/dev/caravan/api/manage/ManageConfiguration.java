package dev.caravan.api.manage;

import dev.caravan.access.Sight;
import dev.caravan.ledger.Ledger;
import dev.caravan.setup.AccountTrial;
import dev.caravan.setup.SetupDesk;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ManageConfiguration {
    @Bean
    Asker asker(Ledger ledger, Sight sight) {
        return new Asker(ledger, sight);
    }

    @Bean
    SetupAnswers setupAnswers(SetupDesk desk, AccountTrial trial) {
        return new SetupAnswers(desk, trial);
    }
}
