package dev.caravan.schema;

import dev.caravan.config.Shape;
import dev.caravan.model.Setting;
import dev.caravan.provider.Protocols;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What each key of a file means; of settings their protocols say it. */
final class Texts implements Function<String, String> {
    private static final String FILE = "(file)";

    private final Map<String, String> written = new LinkedHashMap<>();
    private final Map<String, Set<String>> settings = new LinkedHashMap<>();

    Texts(ConfigFile file) {
        try {
            Map<String, String> read = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(Shapes.DOCUMENTS.resolve(file.word() + ".texts.yaml")));
            written.putAll(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Protocols protocols = Protocols.installed();
        for (String protocol : protocols.names()) {
            for (Setting setting : protocols.settings(protocol)) {
                settings.computeIfAbsent(setting.name(), any -> new LinkedHashSet<>())
                        .add(setting.meaning()
                                + (setting.standard().isEmpty() ? "" : ". Standard: " + setting.standard())
                                + " (protocol " + protocol + ")");
            }
        }
    }

    /** The text at a path, the one of the whole file at the empty one; empty if there is none. */
    @Override
    public String apply(String path) {
        if (isSetting(path)) {
            return settings.getOrDefault(path.substring(path.lastIndexOf('.') + 1), Set.of()).stream()
                    .collect(Collectors.joining(". "));
        }
        return written.getOrDefault(path.isEmpty() ? FILE : path, "");
    }

    /** Paths with a text that have no key, and keys that have no text. */
    Set<String> mismatches(Shape top) {
        Set<String> keys = new LinkedHashSet<>(Set.of(FILE));
        keys(top, "", keys);
        Set<String> wrong = new TreeSet<>();
        keys.stream()
                .filter(key -> apply(key.equals(FILE) ? "" : key).isBlank())
                .forEach(key -> wrong.add(key + " has no text"));
        written.keySet().stream().filter(key -> !keys.contains(key)).forEach(key -> wrong.add(key + " is no key"));
        return wrong;
    }

    private static void keys(Shape shape, String path, Set<String> keys) {
        for (String key : shape.keys()) {
            keys.add(Shape.join(path, key));
            keys(shape.child(key), Shape.join(path, key), keys);
        }
        for (String step : Set.of(Shape.ANY, Shape.ITEM)) {
            if (shape.has(step)) {
                keys(shape.child(step), Shape.join(path, step), keys);
            }
        }
    }

    static boolean isSetting(String path) {
        return path.matches("(.*\\.)?settings\\.[^.]+");
    }
}
