package dev.caravan.setup;

import dev.caravan.config.OutgoingHosts;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret that came over HTTP may go: to what providers.yaml says, and to hosts that whoever runs Caravan has named. Its
 * addresses are judged when a connection is made.
 */
final class CredentialHosts {
    private final OutgoingHosts hosts;

    CredentialHosts(OutgoingHosts hosts) {
        this.hosts = hosts;
    }

    /** Why calls may not go there; null if they may. @param usual base URL of the provider */
    @Nullable
    String problem(String baseUrl, String usual) {
        URI url = uri(baseUrl);
        if (url == null || url.getHost() == null || url.getScheme() == null) {
            return "\"" + baseUrl + "\" is not a base URL. Expected one such as https://api.openai.com/v1";
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            return "A base URL has no user, query and fragment. Expected one such as https://api.openai.com/v1";
        }
        if (isSamePlace(url, uri(usual))) {
            return null;
        }
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        if (!url.getScheme().equals("https") && !(here && url.getScheme().equals("http"))) {
            return "A secret goes over https only, but to this machine. Expected one such as https://api.openai.com/v1";
        }
        return hosts.names(host)
                ? null
                : host + " is not in " + OutgoingHosts.SETTING
                        + ". Whoever runs Caravan names the hosts there that credentials made over HTTP may be for"
                        + " (*.openai.azure.com)";
    }

    private static @Nullable URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static boolean isSamePlace(URI url, @Nullable URI usual) {
        return usual != null
                && Objects.equals(url.getScheme(), usual.getScheme())
                && Objects.equals(url.getHost(), usual.getHost())
                && url.getPort() == usual.getPort();
    }
}
