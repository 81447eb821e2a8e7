package dev.caravan.console.models;

import dev.caravan.access.Sight;
import dev.caravan.batch.RestingCredentials;
import dev.caravan.console.Pages;
import dev.caravan.model.Models;
import dev.caravan.provider.Protocols;
import dev.caravan.setup.AccountTrial;
import dev.caravan.setup.ListedModels;
import dev.caravan.setup.SetupDesk;
import dev.caravan.task.Workspaces;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ModelsPagesConfiguration {

    @Bean
    Seen seenSetups(Models models, SetupDesk desk, AccountTrial trial) {
        return new Seen(models, desk, trial);
    }

    @Bean
    ModelViews modelViews(SetupDesk desk, ListedModels listed, Sight sight) {
        return new ModelViews(desk, listed, sight);
    }

    @Bean
    ModelForms modelForms(
            Pages pages,
            Seen seen,
            ModelViews views,
            ListedModels listed,
            Protocols protocols,
            RestingCredentials resting) {
        return new ModelForms(pages, seen, views, listed, new ModelForms.Accounts(protocols, resting));
    }

    @Bean
    CredentialViews credentialViews(SetupDesk desk, ListedModels listed, RestingCredentials resting, Seen seen) {
        return new CredentialViews(desk, listed, resting, seen);
    }

    @Bean
    CredentialForms credentialForms(
            Pages pages, Seen seen, SetupDesk desk, Protocols protocols, CredentialViews views) {
        return new CredentialForms(pages, seen, desk, protocols, views);
    }

    @Bean
    Payers payers(Workspaces workspaces) {
        return new Payers(workspaces);
    }
}
