package dev.caravan.provider.bedrock;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Account;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Clients for each credential, made when they are first needed and closed when Caravan stops. */
final class AwsAccounts implements AutoCloseable {
    private final Models models;
    private final Function<String, JobTimes> times;
    private final Map<String, AwsAccess> byCredential = new ConcurrentHashMap<>();

    /** @param times who hears of the calls of a credential, by its name */
    AwsAccounts(Models models, Function<String, JobTimes> times) {
        this.models = models;
        this.times = times;
    }

    /** @throws IllegalStateException if models.yaml does not know the credential, or its secret is not set */
    AwsAccess of(Account account) {
        return byCredential.computeIfAbsent(account.getCredential(), name -> {
            Credential credential = models.credentials().get(name);
            if (credential == null) {
                throw new IllegalStateException("Unknown credential \"" + name + "\"");
            }
            return new AwsAccess(credential.baseUrl(), credential.settings(), keys(credential), times.apply(name));
        });
    }

    private static @Nullable AwsBasicCredentials keys(Credential credential) {
        String id = credential.settings().getOrDefault(BedrockSettings.ACCESS_KEY, "");
        return id.isEmpty()
                ? null
                : AwsBasicCredentials.create(id, credential.secret().reveal());
    }

    @Override
    public void close() {
        byCredential.values().forEach(AwsAccess::close);
        byCredential.clear();
    }
}
