package dev.caravan.costs;

import dev.caravan.ledger.Ledger;
import dev.caravan.task.Tasks;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class CostsConfiguration {

    @Bean
    Costs costs(
            Ledger ledger,
            Tasks tasks,
            @Value("${caravan.costs.review-usd-per-hour:#{null}}") @Nullable Double review,
            @Value("${caravan.costs.storage-usd-per-gb-month:#{null}}") @Nullable Double storage) {
        return new Costs(ledger, tasks, new Rates(review, storage));
    }
}
