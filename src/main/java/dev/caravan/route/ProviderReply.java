package dev.caravan.route;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.Download;
import dev.caravan.provider.Reply;
import dev.caravan.spool.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Bean {@code providerReply}: makes a {@link Reply} of an HTTP answer. */
public final class ProviderReply {
    /** A page of a list is some hundred kilobytes; what is longer is no answer to a question of ours. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int TEXT_CHARS = 2000;
    /** Numbers stay as they were written: a caller may get them. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Models models;
    private final CallTimes times;

    ProviderReply(Models models, CallTimes times) {
        this.models = models;
        this.times = times;
    }

    /** Reads an answer whole. The body becomes a {@link Reply}. */
    public void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        try (InputStream body = body(message)) {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            boolean good = status(message) / 100 == 2;
            answered(exchange, reply(message, good ? bytes : withoutSecret(exchange, bytes)));
        } catch (IOException e) {
            times.brokenOff(exchange);
            throw e;
        }
    }

    /** Streams an answer with status 200 into the variable {@code download}; reads any other like {@link #read}. */
    public void save(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        if (status(message) != 200) {
            read(exchange);
            return;
        }
        Download download = exchange.getVariable("download", Download.class);
        try (InputStream body = body(message)) {
            download.save(body, length(message));
        } catch (IOException e) {
            if (StorageException.find(e) == null) {
                times.brokenOff(exchange);
            }
            throw e;
        }
        answered(exchange, reply(message, new byte[0]));
    }

    private void answered(Exchange exchange, Reply reply) {
        times.answered(exchange, reply);
        exchange.getMessage().setBody(reply);
    }

    /** Errors go to logs, events and pages. */
    private byte[] withoutSecret(Exchange exchange, byte[] bytes) {
        Credential credential =
                models.credentials().get(ProviderRequest.account(exchange).getCredential());
        return credential == null
                ? bytes
                : credential
                        .secret()
                        .maskIn(new String(bytes, StandardCharsets.UTF_8))
                        .getBytes(StandardCharsets.UTF_8);
    }

    private static Reply reply(Message message, byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 4 * TEXT_CHARS), StandardCharsets.UTF_8);
        String text = start.length() > TEXT_CHARS ? start.substring(0, TEXT_CHARS) : start;
        return new Reply(status(message), headers(message), bytes.length > MOST_BYTES ? null : json(bytes), text);
    }

    private static @Nullable JsonNode json(byte[] bytes) {
        try {
            JsonNode json = JSON.readTree(bytes);
            return json.isMissingNode() ? null : json;
        } catch (IOException notJson) {
            return null;
        }
    }

    private static InputStream body(Message message) {
        InputStream body = message.getBody(InputStream.class);
        return body == null ? InputStream.nullInputStream() : body;
    }

    private static int status(Message message) {
        return message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
    }

    private static long length(Message message) {
        return message.getHeader("Content-Length", -1L, Long.class);
    }

    private static Map<String, String> headers(Message message) {
        Map<String, String> headers = new HashMap<>();
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("Camel")) {
                headers.put(name.toLowerCase(Locale.ROOT), text);
            }
        });
        headers.remove(SecretInterceptor.NAME.toLowerCase(Locale.ROOT));
        return Map.copyOf(headers);
    }
}
