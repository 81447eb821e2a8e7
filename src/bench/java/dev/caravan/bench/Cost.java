package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measured piece of work took, as its own process saw it.
 *
 * @param wallMillis from its first to its last step
 * @param cpuMillis user and system time of the process in between, and of its database
 * @param peakKib most resident memory of the process in between
 */
record Cost(long wallMillis, long cpuMillis, long peakKib) {

    /** The process said so on a line of its output. */
    static Cost in(String output, String name) {
        Matcher line = Pattern.compile("measured " + Pattern.quote(name) + " wall=(\\d+) cpu=(\\d+) peak=(\\d+)")
                .matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("the measured process did not say what " + name + " took:\n" + output);
        }
        return new Cost(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), Long.parseLong(line.group(3)));
    }

    String line(String name) {
        return "measured " + name + " wall=" + wallMillis + " cpu=" + cpuMillis + " peak=" + peakKib;
    }

    /** From now on {@link #peak()} counts anew. */
    static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    /** The most memory this process had since then, in KiB. */
    static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status has no VmHWM; the benchmark needs Linux");
    }
}
