package dev.caravan.route;

import dev.caravan.provider.Reply;
import dev.caravan.provider.RetryAfter;
import dev.caravan.publish.http.SinkReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code sinkCall}: makes a {@link SinkReply} of an HTTP answer. Of its body only the beginning is read. */
public final class SinkCall {
    private static final int MOST_BYTES = 4096;

    private final Clock clock;

    SinkCall(Clock clock) {
        this.clock = clock;
    }

    public void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        String words = "";
        try (InputStream body = message.getBody(InputStream.class)) {
            if (body != null) {
                words = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            }
        }
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Map<String, String> times = new HashMap<>();
        for (String name : List.of("Retry-After", "Date")) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                times.put(name.toLowerCase(Locale.ROOT), value);
            }
        }
        Reply reply = new Reply(status, times, null, "");
        message.setBody(new SinkReply(status, RetryAfter.of(reply, clock), words));
    }
}
