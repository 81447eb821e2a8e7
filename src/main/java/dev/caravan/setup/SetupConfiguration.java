package dev.caravan.setup;

import dev.caravan.config.OutgoingHosts;
import dev.caravan.config.Problems;
import dev.caravan.ledger.EachBeat;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.MadeEntries;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelLists;
import dev.caravan.provider.Protocols;
import dev.caravan.task.Tasks;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class SetupConfiguration {

    @Bean
    Keyring keyring(Environment environment, @Value("${caravan.data:data}") Path data) {
        Problems problems = new Problems();
        Keyring keys = Keyring.read(environment, data, problems);
        problems.throwIfAny();
        return keys;
    }

    @Bean
    Entries setupEntries(ModelFiles files, Keyring keys) {
        return new Entries(files, keys);
    }

    @Bean
    MadeEntries madeEntries(Ledger ledger, ModelFiles files, Entries entries, Keyring keys) {
        return new LedgerEntries(ledger, files, entries, keys);
    }

    @Bean
    SetupDesk setupDesk(
            Ledger ledger,
            Models models,
            ModelFiles files,
            Entries entries,
            Keyring keys,
            Protocols protocols,
            OutgoingHosts hosts,
            Tasks tasks,
            Clock clock) {
        var uses = new Uses(models, tasks, ledger.setups(), ledger.recipes());
        var credentials = new CredentialDraft(models.providers(), protocols, new CredentialHosts(hosts), keys);
        return new SetupDesk(models, files, ledger.setups(), entries, credentials, uses, clock);
    }

    @Bean
    EachBeat setupsOfOtherNodes(SetupDesk desk) {
        return desk::follow;
    }

    @Bean
    ListedModels listedModels(SetupDesk desk, ModelLists lists) {
        return new ListedModels(desk, lists);
    }

    @Bean
    AccountTrial accountTrial(ModelConversation conversation, ModelLists lists, Clock clock, LongSupplier nanoTime) {
        return new AccountTrial(conversation, lists, clock, nanoTime);
    }
}
