package dev.caravan.provider.entra;

import com.microsoft.aad.msal4j.HttpRequest;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Carries the calls of Microsoft's library with time limits and without redirects: a client secret goes nowhere else. */
final class JdkHttp implements IHttpClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);
    /** The client sets these itself and refuses to be told. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient client;

    JdkHttp(HttpClient.Builder client) {
        this.client = client.connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public IHttpResponse send(HttpRequest asked) throws IOException, InterruptedException {
        var request = java.net.http.HttpRequest.newBuilder(
                        URI.create(asked.url().toString()))
                .timeout(ANSWER)
                .method(
                        asked.httpMethod().name(),
                        asked.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(asked.body()));
        Map<String, String> headers = asked.headers() == null ? Map.of() : asked.headers();
        headers.forEach((name, value) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        var answer = client.send(request.build(), BodyHandlers.ofString());
        HttpResponse response = new HttpResponse();
        response.statusCode(answer.statusCode());
        response.body(answer.body());
        response.addHeaders(answer.headers().map());
        return response;
    }
}
