package dev.caravan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of a database server, of which each connection is one.
 *
 * @param pid of the one that started the others, or 0 where there is no server
 */
record Server(long pid) {
    /** Of /proc, on every Linux of today. */
    private static final long NANOS_OF_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    long cpuNanos() throws IOException {
        if (pid == 0) {
            return 0;
        }
        long ticks = 0;
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : (Iterable<Path>) processes::iterator) {
                if (process.getFileName().toString().matches("\\d+")) {
                    ticks += ticks(process);
                }
            }
        }
        return ticks * NANOS_OF_TICK;
    }

    /** Those of an ended child are its parent's. */
    private long ticks(Path process) throws IOException {
        String stat;
        try {
            stat = Files.readString(process.resolve("stat"));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            if (Files.exists(process)) {
                throw e;
            }
            return 0;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean isOurs =
                process.getFileName().toString().equals(Long.toString(pid)) || Long.parseLong(fields[PARENT]) == pid;
        long ticks = 0;
        for (int i = USER; isOurs && i <= CHILDREN_SYSTEM; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }
}
