package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a measured run took, as its own process saw it.
 *
 * @param wallMillis from its first to its last step
 * @param cpuMillis user and system time of the process in between
 * @param peakKib most resident memory in the whole life of the process
 */
record Cost(long wallMillis, long cpuMillis, long peakKib) {
    private static final Pattern LINE = Pattern.compile("measured wall=(\\d+) cpu=(\\d+) peak=(\\d+)");

    /** The run said so on a line of its output. */
    static Cost in(String output) {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IllegalStateException("the measured process did not say what it took:\n" + output);
        }
        return new Cost(Long.parseLong(line.group(1)), Long.parseLong(line.group(2)), Long.parseLong(line.group(3)));
    }

    String line() {
        return "measured wall=" + wallMillis + " cpu=" + cpuMillis + " peak=" + peakKib;
    }

    /** The most memory this process had so far, in KiB. */
    static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("/proc/self/status has no VmHWM; the benchmark needs Linux");
    }
}
