package dev.caravan.access.oidc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.InterceptingClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/** Calls of the issuer: each has an end, redirects are not followed, and no answer is read beyond a megabyte. */
final class IssuerHttp {
    private static final int MOST = 1 << 20;

    private IssuerHttp() {}

    /** @param timeout of a call, its answer included */
    static ClientHttpRequestFactory calls(Duration timeout) {
        JdkClientHttpRequestFactory calls = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build());
        calls.setReadTimeout(timeout);
        return new InterceptingClientHttpRequestFactory(
                calls, List.of((request, body, call) -> new Bounded(call.execute(request, body))));
    }

    private record Bounded(ClientHttpResponse reply) implements ClientHttpResponse {
        @Override
        public InputStream getBody() throws IOException {
            return new Counted(reply.getBody());
        }

        @Override
        public HttpStatusCode getStatusCode() throws IOException {
            return reply.getStatusCode();
        }

        @Override
        public String getStatusText() throws IOException {
            return reply.getStatusText();
        }

        @Override
        public HttpHeaders getHeaders() {
            return reply.getHeaders();
        }

        @Override
        public void close() {
            reply.close();
        }
    }

    private static final class Counted extends FilterInputStream {
        private int left = MOST;

        Counted(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("The answer is longer than " + MOST + " bytes");
            }
        }
    }
}
