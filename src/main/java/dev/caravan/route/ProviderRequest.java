package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Account;
import dev.caravan.provider.Call;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/**
 * Bean {@code providerRequest}: makes the URL of a call of the path in {@code CamelHttpUri}, names the credential, and
 * sees to it that only a body that a conversation made for it goes to a provider.
 */
public final class ProviderRequest {
    /** Property that holds the names of the headers a conversation gave. */
    static final String HEADERS = "caravan.headers";

    private static final List<String> ACCOUNTS = List.of("batch", "inquiry", "call");

    private final Models models;
    private final CallTimes times;

    ProviderRequest(Models models, CallTimes times) {
        this.models = models;
        this.times = times;
    }

    public void prepare(Exchange exchange) {
        Message message = exchange.getMessage();
        Account account = account(exchange);
        message.setHeader(SecretInterceptor.NAME, account.getCredential());
        message.setHeader(Exchange.HTTP_URI, url(account, message.getHeader(Exchange.HTTP_URI, "", String.class)));
        Object body = message.getBody();
        if (body instanceof Call call) {
            exchange.setProperty(HEADERS, call.headers().keySet());
            call.headers().forEach(message::setHeader);
            message.setBody(call.body());
        } else {
            exchange.removeProperty(HEADERS);
            message.setBody(body instanceof HttpEntity ? body : null);
        }
        times.begin(exchange, account.getCredential());
    }

    /** The batch in hand, or the inquiry where no batch is, or the real-time call. */
    static Account account(Exchange exchange) {
        for (String variable : ACCOUNTS) {
            Account account = exchange.getVariable(variable, Account.class);
            if (account != null) {
                return account;
            }
        }
        throw new IllegalStateException("A call to a provider needs one of the variables " + ACCOUNTS);
    }

    /** A path goes below the base URL, one that begins with {@code //} below its host; a whole URL stays as it is. */
    private String url(Account account, String path) {
        String base = account.getBaseUrl();
        String url;
        if (path.startsWith("http://") || path.startsWith("https://")) {
            url = path;
        } else if (path.startsWith("//")) {
            int host = base.indexOf('/', base.indexOf("://") + 3);
            url = (host < 0 ? base : base.substring(0, host)) + path.substring(1);
        } else {
            url = base + path;
        }
        return withQuery(url, models.credentials().get(account.getCredential()));
    }

    private static String withQuery(String url, @Nullable Credential credential) {
        StringBuilder whole = new StringBuilder(url);
        if (credential != null) {
            for (Map.Entry<String, String> parameter :
                    credential.provider().wire().query().entrySet()) {
                whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                        .append(URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8))
                        .append('=')
                        .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
            }
        }
        return whole.toString();
    }
}
