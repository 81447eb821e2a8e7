package dev.caravan.task;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.samskivert.mustache.DefaultCollector;
import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A template with sections, rendered by jmustache: no HTML escaping, missing fields are empty. */
final class SectionTemplate implements PromptTemplates.Template {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final com.samskivert.mustache.Template template;

    SectionTemplate(String template) {
        this.template = Mustache.compiler()
                .escapeHTML(false)
                .defaultValue("")
                .emptyStringIsFalse(true)
                .withCollector(new DataOnly())
                .compile(template);
    }

    @Override
    public void render(CanonicalRecord record, OutputStream out) throws IOException {
        JsonNode root = JSON.readTree(record.bytes());
        Map<String, Object> fields = new LinkedHashMap<>();
        root.fields().forEachRemaining(field -> {
            String shown = record.text(field.getKey()).orElse("");
            fields.put(field.getKey(), value(field.getValue(), shown));
        });
        if (record instanceof NoncedRecord nonced) {
            fields.put(Task.Output.NONCE.substring(0, Task.Output.NONCE.indexOf('.')), Map.of("nonce", nonced.nonce()));
        }
        out.write(Escaping.json(template.execute(fields)));
    }

    /** @param shown how the value looks in a prompt */
    private static @Nullable Object value(JsonNode node, String shown) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNull()) {
            return null;
        }
        if (node.isObject()) {
            Map<String, Object> fields = new Shown.Fields(shown);
            node.fields().forEachRemaining(f -> fields.put(f.getKey(), value(f.getValue(), text(f.getValue()))));
            return fields;
        }
        if (node.isArray()) {
            List<Object> items = new Shown.Items(shown);
            node.forEach(item -> items.add(value(item, text(item))));
            return items;
        }
        return shown;
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : node.toString();
    }

    /** Maps and lists that print as the JSON they came from. */
    private static final class Shown {
        private static final class Fields extends LinkedHashMap<String, Object> {
            private static final long serialVersionUID = 1;
            private final String shown;

            Fields(String shown) {
                this.shown = shown;
            }

            @Override
            public String toString() {
                return shown;
            }
        }

        private static final class Items extends ArrayList<Object> {
            private static final long serialVersionUID = 1;
            private final String shown;

            Items(String shown) {
                this.shown = shown;
            }

            @Override
            public String toString() {
                return shown;
            }
        }
    }

    /** Looks fields up in maps only: without it <code>{{length}}</code> would call a method of a Java object. */
    private static final class DataOnly extends DefaultCollector {
        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Map ? MAP_FETCHER : null;
        }
    }
}
