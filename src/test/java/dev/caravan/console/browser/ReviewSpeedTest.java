package dev.caravan.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.console.ConsoleServer;
import dev.caravan.console.ConsoleServer.Client;
import dev.caravan.console.Workshop;
import dev.caravan.review.Cursor;
import dev.caravan.review.Filter;
import dev.caravan.review.OpenItem;
import dev.caravan.review.Reviews;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How fast the pages are with many open items; prints figures. {@code -Dreview.speed=100000} says how many. */
@EnabledIfSystemProperty(named = "review.speed", matches = "\\d+")
class ReviewSpeedTest {
    private static final int DECISIONS = 300;

    @TempDir
    Path folder;

    private static String times(String what, int repeat, Supplier<HttpResponse<String>> request) {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < repeat; i++) {
            long start = System.nanoTime();
            HttpResponse<String> reply = request.get();
            millis.add((System.nanoTime() - start) / 1e6);
            assertThat(reply.statusCode()).as(what).isEqualTo(200);
        }
        millis.sort(null);
        return "%s: p50 %.1f ms, p95 %.1f ms, most %.1f ms"
                .formatted(what, millis.get(repeat / 2), millis.get(repeat * 95 / 100), millis.get(repeat - 1));
    }

    @Test
    void figures() throws IOException {
        int items = Integer.getInteger("review.speed");
        try (Workshop workshop = Workshop.open(folder, "when: 'confidence < 0.7', after-attempts: 1")) {
            workshop.answered(
                    IntStream.rangeClosed(1, items)
                            .mapToObj(i -> Workshop.ticket("T-" + i, "Where is it", "Order " + i + " is late"))
                            .toList(),
                    id -> Workshop.answer(id, "billing", "Order is late", 0.5).toString());
            List<String> figures = new ArrayList<>();
            Client client = workshop.server().login("reviewer-2");
            List<OpenItem> open = workshop.bean(Reviews.class)
                    .list(Filter.ALL, Cursor.START, 1000)
                    .items();
            assertThat(open).hasSize(1000);
            client.get("/review");
            int[] next = {500};
            Supplier<HttpResponse<String>> decide = () -> {
                OpenItem item = open.get(next[0]++);
                return client.postAhead(
                        "/review/" + item.recordId(), Map.of("act", "approve", "version", "1", "name", "T"));
            };
            times("warm up", 100, decide);
            figures.add(times("decision", DECISIONS, decide));
            figures.add(times("the next item", DECISIONS, () -> client.get("/review/ahead", "HX-Request", "true")));
            figures.add(times("the list", 50, () -> client.get("/review")));
            figures.add(times(
                    "the list, filtered", 50, () -> client.get("/review?task=tickets&reason=review.when&drop=1")));
            try (Browser browser =
                    Browser.open(workshop.server().url("")).login("reviewer-1", ConsoleServer.PASSWORD)) {
                browser.go("/review/next");
                long start = System.nanoTime();
                int decisions = 100;
                for (int i = 0; i < decisions; i++) {
                    browser.until("#item[data-ready]");
                    String record = browser.record();
                    browser.steady();
                    browser.keys("a");
                    browser.untilNotNow(record);
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                figures.add("by keyboard in Chromium: %,.0f decisions an hour (%.0f ms each)"
                        .formatted(decisions / seconds * 3600, seconds / decisions * 1000));
            }
            System.out.println(items + " open items\n" + String.join("\n", figures));
        }
    }
}
