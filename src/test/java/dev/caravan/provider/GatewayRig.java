package dev.caravan.provider;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.caravan.access.Keys;
import dev.caravan.ledger.Ledger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** A {@link ProviderRig} that serves HTTP, and clients of it: OpenAI's own, and bare requests. */
final class GatewayRig implements AutoCloseable {
    private final ProviderRig rig;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();

    GatewayRig(Path folder, List<String> options, String simulated, String models) throws Exception {
        List<String> pace = Stream.concat(
                        ProviderRig.everyMs(100).stream(),
                        Stream.of(
                                "--caravan.finish.every-ms=100",
                                "--caravan.gateway.window=100ms",
                                "--caravan.collect.again-ms=200",
                                "--caravan.http.max-lines=2000",
                                "--caravan.access.requests-per-minute=100000",
                                "--server.port=0"))
                .toList();
        rig = ProviderRig.serving(folder, options, simulated, models, pace);
        port = rig.context().getWebServer().getPort();
    }

    ProviderRig rig() {
        return rig;
    }

    /** A key of a workspace that may submit. */
    String key(String workspace) {
        return new Keys(rig.bean(Ledger.class).apiKeys(), Clock.systemUTC())
                .make(new Keys.Wanted("shop", workspace, List.of("submit"), "1d", "operator"))
                .text();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** OpenAI's client with base URL and key, and nothing else changed. */
    OpenAIClient client(String workspace) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(url("/v1"))
                .apiKey(key(workspace))
                .build();
    }

    HttpResponse<String> send(String key, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        rig.close();
    }
}
