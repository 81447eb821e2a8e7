package dev.caravan.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every setting that there is: Caravan's own by its metadata, and those of Spring Boot by the metadata in its jars. */
public final class Keys {
    private static final String SPRING = "META-INF/spring-configuration-metadata.json";

    private final Set<String> names = new TreeSet<>();
    private final Set<String> maps = new TreeSet<>();

    public Keys() throws IOException {
        for (Setting setting : Setting.all()) {
            add(setting.name(), setting.type());
        }
        for (URL jar : Collections.list(Keys.class.getClassLoader().getResources(SPRING))) {
            for (JsonNode one : new ObjectMapper().readTree(jar).path("properties")) {
                add(one.path("name").asText(), one.path("type").asText());
            }
        }
    }

    private void add(String name, String type) {
        names.add(name);
        if (type.startsWith("java.util.Map")) {
            maps.add(name + ".");
        }
    }

    /** @param name with dots, as on the command line */
    public boolean know(String name) {
        return names.contains(name) || maps.stream().anyMatch(name::startsWith);
    }

    /** Names in a part of application.yaml that mean nothing. */
    public List<String> unknown(String yaml) {
        return leaves("", Yaml.json(yaml)).stream().filter(name -> !know(name)).toList();
    }

    private static List<String> leaves(String path, JsonNode node) {
        if (!node.isObject()) {
            return List.of(path);
        }
        List<String> leaves = new ArrayList<>();
        node.properties()
                .forEach(one ->
                        leaves.addAll(leaves((path.isEmpty() ? "" : path + ".") + one.getKey(), one.getValue())));
        return leaves;
    }
}
