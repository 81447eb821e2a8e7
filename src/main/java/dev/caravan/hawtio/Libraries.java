package dev.caravan.hawtio;

import dev.caravan.config.ConfigurationProblems;
import dev.caravan.config.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;

/**
 * What hawtio needs and nobody else: in a folder beside the program, and in a class loader of its own, so that no start
 * without it looks at any of it. Ends with its context.
 */
public final class Libraries implements DisposableBean {
    /** How their files begin; behind each is a version. */
    static final List<String> NEEDED = List.of(
            "hawtio-springboot",
            "jolokia-server-core",
            "jolokia-service-jmx",
            "jolokia-service-serializer",
            "jolokia-json",
            "camel-management",
            "camel-xml-io");

    private final URLClassLoader loader;

    private Libraries(List<Path> jars) {
        this.loader = new URLClassLoader(
                "hawtio", jars.stream().map(Libraries::url).toArray(URL[]::new), Libraries.class.getClassLoader());
    }

    /**
     * That all of them are in this folder.
     *
     * @throws ConfigurationProblems if some are missing, with what to do
     */
    static void check(Path folder) {
        List<Path> jars = jars(folder);
        List<String> missing = NEEDED.stream()
                .filter(name -> jars.stream().noneMatch(jar -> is(jar, name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationProblems(List.of(new Problem(
                    folder.toString(),
                    0,
                    "caravan.hawtio is true, but its libraries are missing (" + String.join(", ", missing) + ")",
                    "Copy lib/hawtio of the tarball to this folder, or set caravan.hawtio to false (docs/tools.md)")));
        }
    }

    /** Those of a folder that was checked. */
    static Libraries in(Path folder) {
        return new Libraries(jars(folder));
    }

    private static boolean is(Path jar, String name) {
        return jar.getFileName().toString().matches(name + "-\\d.*\\.jar");
    }

    private static List<Path> jars(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + folder + ": " + e.getMessage(), e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(jar + " is no file that Java can load classes from", e);
        }
    }

    /** A new object of a class of theirs, as what our own code knows it. */
    public <T> T make(String className, Class<T> as) {
        try {
            return as.cast(loader.loadClass(className).getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The libraries of hawtio are not those of this version of Caravan: " + className + " (" + e + ")",
                    e);
        }
    }

    /** A file in them; null if there is none of this name. */
    @Nullable
    URL find(String name) {
        return loader.findResource(name);
    }

    @Override
    public void destroy() throws IOException {
        loader.close();
    }
}
