package dev.caravan.provider.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.caravan.model.Auth;
import dev.caravan.model.Credential;
import dev.caravan.provider.TokenSource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/**
 * Tokens by client credentials: the secret of a credential proves its {@code client-id} to the authority of its {@code
 * tenant}. Microsoft's library keeps a token in memory until five minutes before its end.
 */
final class EntraTokens implements TokenSource {
    private final IHttpClient http;
    private final Map<String, ConfidentialClientApplication> applications = new ConcurrentHashMap<>();

    EntraTokens(IHttpClient http) {
        this.http = http;
    }

    @Override
    public Auth.Scheme scheme() {
        return Auth.Scheme.ENTRA;
    }

    @Override
    public String token(Credential credential) throws IOException {
        Set<String> scope = Set.of(setting(credential, "scope"));
        try {
            ConfidentialClientApplication application = application(credential);
            return application
                    .acquireToken(ClientCredentialParameters.builder(scope).build())
                    .get()
                    .accessToken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while getting an Entra token for credential " + credential.name(), e);
        } catch (ExecutionException e) {
            throw refused(credential, e.getCause());
        }
    }

    private ConfidentialClientApplication application(Credential credential) throws IOException {
        ConfidentialClientApplication known = applications.get(credential.name());
        if (known != null) {
            return known;
        }
        ConfidentialClientApplication made = make(credential);
        ConfidentialClientApplication first = applications.putIfAbsent(credential.name(), made);
        return first == null ? made : first;
    }

    /** The authority is the operator's word; it is not checked against Microsoft's public list, which knows no private clouds. */
    private ConfidentialClientApplication make(Credential credential) throws IOException {
        String authority = setting(credential, "authority") + "/" + setting(credential, "tenant") + "/";
        try {
            return ConfidentialClientApplication.builder(
                            setting(credential, "client-id"),
                            ClientCredentialFactory.createFromSecret(
                                    credential.secret().reveal()))
                    .httpClient(http)
                    .instanceDiscovery(false)
                    .authority(authority)
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new IOException(
                    "Credential \"" + credential.name() + "\": \"" + authority + "\" can't give Entra tokens: "
                            + e.getMessage(),
                    e);
        }
    }

    private static String setting(Credential credential, String name) throws IOException {
        String value = credential.settings().getOrDefault(name, "").strip();
        if (value.isEmpty()) {
            throw new IOException("Credential \"" + credential.name() + "\" needs the setting \"" + name
                    + "\" to get an Entra token");
        }
        return value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    }

    /** The authority's own words name the application and the reason; they never hold the secret. The cause is left out. */
    private static IOException refused(Credential credential, Throwable cause) {
        String why = cause instanceof MsalServiceException service
                ? service.errorCode() + ": " + firstLine(service.getMessage())
                : cause.getClass().getSimpleName() + ": " + firstLine(cause.getMessage());
        return new IOException("Credential \"" + credential.name() + "\": no Entra token (" + why + ")");
    }

    private static String firstLine(@org.jspecify.annotations.Nullable String message) {
        return message == null ? "" : message.lines().findFirst().orElse("");
    }
}
