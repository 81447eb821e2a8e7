package dev.caravan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts routes in files that the lint has passed: there, every route begins with {@code - route:}. */
final class RouteCount {
    private RouteCount() {}

    static long in(Path routes) {
        try (Stream<Path> files = Files.walk(routes)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .mapToLong(RouteCount::inFile)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the routes in " + routes, e);
        }
    }

    private static long inFile(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.equals("- route:")).count();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + file, e);
        }
    }
}
