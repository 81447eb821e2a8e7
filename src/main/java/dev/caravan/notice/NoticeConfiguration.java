package dev.caravan.notice;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Placeholders;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Ledger;
import dev.caravan.task.Tasks;
import dev.caravan.task.Workspaces;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class NoticeConfiguration {

    @Bean
    Webhooks webhooks(
            @Value("${caravan.config:config}") Path configDir,
            OutgoingHosts hosts,
            Tasks tasks,
            Environment environment) {
        Problems problems = new Problems();
        Webhooks webhooks = WebhooksReader.read(
                configDir,
                hosts,
                tasks,
                new Placeholders(name -> Optional.ofNullable(environment.getProperty(name))),
                problems);
        problems.throwIfAny();
        return webhooks;
    }

    @Bean
    Notifier notices(
            Ledger ledger,
            Webhooks webhooks,
            Workspaces workspaces,
            @Value("${caravan.data:data}") Path data,
            Clock clock) {
        return new Notifier(
                ledger,
                webhooks,
                new NoticeMaker(ledger, webhooks, workspaces, clock),
                new WebhookReplays(data),
                clock);
    }
}
