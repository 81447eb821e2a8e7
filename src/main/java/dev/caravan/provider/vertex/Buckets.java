package dev.caravan.provider.vertex;

import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Account;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One Cloud Storage client for each credential, made when it is first needed. */
final class Buckets {
    private final Models models;
    private final GoogleAccess access;
    private final Map<String, Storage> byCredential = new ConcurrentHashMap<>();

    Buckets(Models models, GoogleAccess access) {
        this.models = models;
        this.access = access;
    }

    /** @throws IOException if the credential has no identity at Google, naming it */
    Storage of(Account account) throws IOException {
        Storage known = byCredential.get(account.getCredential());
        if (known == null) {
            known = open(account);
            byCredential.put(account.getCredential(), known);
        }
        return known;
    }

    private Storage open(Account account) throws IOException {
        Credential credential = models.credentials().get(account.getCredential());
        if (credential == null) {
            throw new IOException("Unknown credential \"" + account.getCredential() + "\"");
        }
        return StorageOptions.newBuilder()
                .setHost(setting(account, VertexProtocol.STORAGE).replaceAll("/+$", ""))
                .setProjectId(setting(account, VertexProtocol.PROJECT))
                .setCredentials(access.credentials(credential))
                .build()
                .getService();
    }

    static String setting(Account account, String name) {
        return account.getSettings().getOrDefault(name, "");
    }
}
