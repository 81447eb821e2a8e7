package dev.caravan.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A configuration folder for tests, and the problems found in it as a user would read them. */
public final class ConfigFolder {
    private final Path root;
    private final Problems problems = new Problems();

    public ConfigFolder(Path temp) {
        this.root = temp;
    }

    /** The folder {@code config} itself. */
    public Path path() {
        return root.resolve("config");
    }

    public Problems problems() {
        return problems;
    }

    /** Writes a file, its name relative to {@code config}. */
    public ConfigFolder write(String name, String text) {
        try {
            Path file = path().resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ConfigFolder change(String name, String from, String to) {
        try {
            String text = Files.readString(path().resolve(name));
            if (!text.contains(from)) {
                throw new IllegalArgumentException(name + " has no \"" + from + "\"");
            }
            return write(name, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All problems, file names beginning with {@code config/}. */
    public List<String> found() {
        return problems.sorted().stream()
                .map(problem -> problem.toString().replace(root + "/", ""))
                .toList();
    }
}
