package dev.caravan.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.Credential;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/** One real-time call: the routes {@code <protocol>-ask} find it in the variable {@code call}. For one thread. */
public final class RealTimeCall implements Account {
    private final Credential credential;
    private final String path;
    private final byte[] body;
    private final Timer timer;
    private @Nullable Heard heard;

    /**
     * @param credential whose account is asked
     * @param path see {@link RealTime#path}
     * @param body see {@link RealTime#body}
     */
    public RealTimeCall(Credential credential, String path, byte[] body, Timer timer) {
        this.credential = credential;
        this.path = path;
        this.body = body.clone();
        this.timer = timer;
    }

    /** How long the answer may take, from now on. */
    public record Timer(LongSupplier nanoTime, long end) {

        /** @param nanoTime of a monotonic clock */
        public static Timer of(LongSupplier nanoTime, Duration limit) {
            return new Timer(nanoTime, nanoTime.getAsLong() + limit.toNanos());
        }

        /**
         * At least one millisecond: no time at all would be no limit. Whoever waits for so many finds that it is over, so the
         * last one that has begun counts.
         */
        public long millisLeft() {
            return Math.max(1, (end - nanoTime.getAsLong() + 999_999) / 1_000_000);
        }

        public boolean isOver() {
            return end - nanoTime.getAsLong() <= 0;
        }
    }

    /**
     * What came back.
     *
     * @param failure why it is no answer; null if it is one
     */
    public record Heard(
            int status,
            Map<String, String> headers,
            byte[] body,
            @Nullable Failure failure) {}

    /** Names the route of the conversation. */
    public String getProtocol() {
        return credential.provider().protocol();
    }

    @Override
    public String getBaseUrl() {
        return credential.baseUrl();
    }

    @Override
    public String getCredential() {
        return credential.name();
    }

    @Override
    public Map<String, String> getSettings() {
        return credential.settings();
    }

    public String getPath() {
        return path;
    }

    /** Milliseconds until the call is broken off. */
    public long getMillisLeft() {
        return timer.millisLeft();
    }

    /** Whether its time is over. */
    public boolean isOver() {
        return timer.isOver();
    }

    /** To be sent once. */
    public HttpEntity getEntity() {
        return new OnceEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    }

    /** The same bytes, for a client that is no HTTP client of ours. */
    public byte[] getBytes() {
        return body.clone();
    }

    /** @param failure what the answer means, if it is not the hoped-for one; null if it is */
    public void answered(Reply reply, @Nullable Failure failure) {
        JsonNode json = reply.json();
        byte[] bytes =
                json == null ? reply.text().getBytes(java.nio.charset.StandardCharsets.UTF_8) : LineJson.bytes(json);
        answered(new Heard(reply.status(), reply.headers(), bytes, failure));
    }

    public void answered(Heard what) {
        heard = what;
    }

    /** Null as long as nothing came. */
    public @Nullable Heard heard() {
        return heard;
    }

    /** Whether an answer is one: a success that is a JSON object. */
    public static boolean isAnswer(Reply reply) {
        JsonNode json = reply.json();
        return reply.ok() && json != null && json.isObject();
    }
}
