package dev.caravan.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.provider.LineJson;
import dev.caravan.provider.RealTimeCall;
import dev.caravan.provider.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * The runtime of Bedrock, where models are asked in real time. Bodies go as they are: Amazon's own client of it would read
 * them into types first. One call, never repeated.
 */
final class AwsRuntime {
    private static final int MOST_BYTES = 16 << 20;

    private final String url;
    private final String region;
    private final AwsCredentialsProvider identity;
    private final SdkHttpClient http;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    AwsRuntime(String url, String region, AwsCredentialsProvider identity, SdkHttpClient http) {
        this.url = url;
        this.region = region;
        this.identity = identity;
        this.http = http;
    }

    /** The address of the runtime where the setting does not say it: that of the control plane, with another first word. */
    static String url(Map<String, String> settings, String baseUrl) {
        String own = settings.getOrDefault(BedrockSettings.RUNTIME_URL, "");
        return own.isEmpty() ? baseUrl.replaceFirst("^(https?://)bedrock(-fips)?\\.", "$1bedrock-runtime$2.") : own;
    }

    /** @throws IOException if no answer came; {@code sent} then tells whether the call came as far as the network */
    Reply post(RealTimeCall call, Sent sent) throws IOException {
        byte[] body = call.getBytes();
        SignedRequest signed = signed(call.getPath(), body);
        ExecutableHttpRequest request = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElse(ContentStreamProvider.fromByteArray(body)))
                .build());
        var late = CompletableFuture.delayedExecutor(call.getMillisLeft(), TimeUnit.MILLISECONDS);
        CompletableFuture<Void> limit = CompletableFuture.runAsync(request::abort, late);
        try {
            sent.leaves();
            return reply(request.call());
        } finally {
            limit.cancel(false);
        }
    }

    private SignedRequest signed(String path, byte[] body) {
        SdkHttpRequest plain = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(url + path))
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json")
                .build();
        return signer.sign(sign -> sign.identity(identity.resolveCredentials())
                .request(plain)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }

    private static Reply reply(HttpExecuteResponse response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        response.httpResponse()
                .headers()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        try (InputStream in =
                response.responseBody().map(InputStream.class::cast).orElse(InputStream.nullInputStream())) {
            byte[] bytes = in.readNBytes(MOST_BYTES);
            ObjectNode json = LineJson.reply(bytes);
            // A success that is no JSON is no answer, whoever sent it.
            boolean strange = response.httpResponse().isSuccessful() && !LineJson.holdsObject(bytes);
            return new Reply(response.httpResponse().statusCode(), headers, strange ? null : json, json.toString());
        }
    }
}
