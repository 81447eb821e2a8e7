package dev.caravan.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.caravan.console.ConsoleServer.Client;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * How long a page takes in milliseconds, from a request to the last byte of its answer, over HTTP and without a browser.
 *
 * @param cpu of this process for one page, server and client
 * @param bytes of the last answer
 */
record PageTimes(String name, double p50, double p95, double most, double cpu, int bytes) {
    static final String HEAD = "| page | p50 ms | p95 ms | most ms | CPU ms | size |\n|---|---|---|---|---|---|";

    private static final int WARM_UP = 30;
    private static final int MEASURED = 200;

    /** Before the first page is measured: what all pages have in common is compiled by the JVM then. */
    static void warmUp(Client client, IntFunction<String> path) {
        for (int i = 0; i < WARM_UP; i++) {
            client.get(path.apply(i));
        }
    }

    /** @param path of the page, by how often it was asked for before */
    static PageTimes of(Client client, String name, IntFunction<String> path) {
        List<Double> millis = new ArrayList<>();
        int bytes = 0;
        long cpu = 0;
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            if (i == WARM_UP) {
                cpu = cpuNanos();
            }
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
                name,
                millis.get(MEASURED / 2),
                millis.get(MEASURED * 95 / 100),
                millis.get(MEASURED - 1),
                (cpuNanos() - cpu) / 1e6 / MEASURED,
                bytes);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "| %s | %.0f | %.0f | %.0f | %.0f | %d KB |", name, p50, p95, most, cpu, bytes / 1024);
    }
}
