package dev.caravan.route.lint;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.catalog.JSonSchemaResolver;
import org.apache.camel.catalog.impl.AbstractCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;

/**
 * The components that are in this program, also those that were added to it by {@code -Dloader.path}: each library of Camel's
 * has a description of its own. Camel's catalog of all that there are would call a route good whose component is not here.
 */
final class Shipped extends AbstractCamelCatalog {
    private static final String NAMES = "META-INF/services/org/apache/camel/component/";

    private final Map<String, Optional<ComponentModel>> models = new HashMap<>();

    Shipped() {
        setJSonSchemaResolver(new Descriptions(Shipped.class.getClassLoader()));
    }

    /** Camel reads the description three times for each endpoint, which was two thirds of a check. */
    @Override
    public @Nullable ComponentModel componentModel(String name) {
        return models.computeIfAbsent(name, component -> Optional.ofNullable(super.componentModel(component)))
                .orElse(null);
    }

    /** What components say of themselves; nothing else is asked for. */
    private record Descriptions(ClassLoader loader) implements JSonSchemaResolver {
        @Override
        public void setClassLoader(ClassLoader other) {
            // This one has seen all libraries.
        }

        @Override
        public @Nullable String getComponentJSonSchema(String name) {
            byte[] named = read(NAMES + name);
            if (named == null) {
                return null;
            }
            var properties = new Properties();
            try {
                properties.load(new ByteArrayInputStream(named));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String type = properties.getProperty("class", "");
            String folder = type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
            byte[] description = read("META-INF/" + folder + name + ".json");
            return description == null ? null : new String(description, StandardCharsets.UTF_8);
        }

        private byte @Nullable [] read(String resource) {
            try (InputStream in = loader.getResourceAsStream(resource)) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public @Nullable String getDataFormatJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getLanguageJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getTransformerJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getDevConsoleJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getOtherJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getModelJSonSchema(String name) {
            return null;
        }

        @Override
        public @Nullable String getMainJsonSchema() {
            return null;
        }

        @Override
        public @Nullable String getJBangJsonSchema() {
            return null;
        }

        @Override
        public @Nullable String getPojoBeanJSonSchema(String name) {
            return null;
        }
    }
}
