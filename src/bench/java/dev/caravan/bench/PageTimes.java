package dev.caravan.bench;

import dev.caravan.console.ConsoleServer.Client;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How long a page takes, from a request to the last byte of its answer, over HTTP and without a browser.
 *
 * @param bytes of the last answer
 */
record PageTimes(String name, double p50, double p95, double most, int bytes) {
    private static final int WARM_UP = 30;
    private static final int MEASURED = 200;

    /** @param path of the page, each time; with {@code HX-Request: true} if its name begins with "part" */
    static PageTimes of(Client client, String name, IntFunction<String> path) {
        List<Double> millis = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            String at = path.apply(i);
            long start = System.nanoTime();
            HttpResponse<String> reply = client.get(at);
            double took = (System.nanoTime() - start) / 1e6;
            if (reply.statusCode() != 200) {
                throw new IllegalStateException(at + " answers " + reply.statusCode());
            }
            bytes = reply.body().length();
            if (i >= WARM_UP) {
                millis.add(took);
            }
        }
        millis.sort(null);
        return new PageTimes(
                name, millis.get(MEASURED / 2), millis.get(MEASURED * 95 / 100), millis.get(MEASURED - 1), bytes);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %d KB |", name, p50, p95, most, bytes / 1024);
    }
}
