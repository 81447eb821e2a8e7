package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is below {@code docker/} for several nodes: as far as that can be told without a cluster. */
class ClusterFilesTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)");
    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

    private JsonNode compose() throws IOException {
        return yaml.readTree(DOCKER.resolve("compose.cluster.yaml").toFile());
    }

    private Map<String, JsonNode> kubernetes(String file) throws IOException {
        Map<String, JsonNode> byKind = new HashMap<>();
        try (var all = yaml.readerFor(JsonNode.class)
                .<JsonNode>readValues(DOCKER.resolve("k8s").resolve(file).toFile())) {
            all.forEachRemaining(one -> byKind.put(one.path("kind").asText(), one));
        }
        return byKind;
    }

    @Test
    void mountsNothingThatIsNotThere() throws IOException {
        List<String> mounted = new ArrayList<>();
        for (JsonNode service : compose().path("services")) {
            for (JsonNode volume : service.path("volumes")) {
                String from = volume.asText().split(":", 2)[0];
                if (from.startsWith(".") && !from.startsWith("../data/")) {
                    mounted.add(from);
                }
            }
        }
        assertThat(mounted)
                .hasSizeGreaterThan(6)
                .allSatisfy(from -> assertThat(DOCKER.resolve(from)).exists());
    }

    @Test
    void takesImagesOfOneVersion() throws IOException {
        List<String> images = new ArrayList<>(compose().path("services").findValuesAsText("image"));
        images.addAll(kubernetes("caravan.yaml").get("Deployment").findValuesAsText("image"));
        images.removeIf("caravan"::equals);
        assertThat(images).hasSize(7).allSatisfy(image -> assertThat(image).matches("[a-z/0-9-]+:v?\\d[\\d.]*"));
    }

    @Test
    void givesANodeEveryVariableThatItsConfigurationNames() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String file : List.of("application.yaml", "buckets.yaml")) {
            Matcher matcher = PLACEHOLDER.matcher(
                    Files.readString(DOCKER.resolve("cluster").resolve(file)));
            while (matcher.find()) {
                named.add(matcher.group(1));
            }
        }
        // Where they are in this compose file is what the configuration says by itself.
        named.removeAll(Set.of("CARAVAN_LEDGER_URL", "CARAVAN_SPOOL"));
        JsonNode environment = compose().at("/services/caravan/environment");
        assertThat(environment.fieldNames()).toIterable().containsAll(named);
    }

    @Test
    void meansTheSameNodesInAllManifests() throws IOException {
        Map<String, JsonNode> all = kubernetes("caravan.yaml");
        assertThat(all).containsOnlyKeys("Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler");
        JsonNode labels = all.get("Deployment").at("/spec/template/metadata/labels");
        assertThat(all.get("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(all.get("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(all.get("PodDisruptionBudget").at("/spec/selector/matchLabels"))
                .isEqualTo(labels);
        assertThat(all.get("HorizontalPodAutoscaler").at("/spec/scaleTargetRef/name"))
                .isEqualTo(all.get("Deployment").at("/metadata/name"));
    }

    @Test
    void givesANodeItsSecretsAndAFolderForEachMount() throws IOException {
        JsonNode pod = kubernetes("caravan.yaml").get("Deployment").at("/spec/template/spec");
        JsonNode secret = kubernetes("secret.yaml").get("Secret");
        assertThat(pod.at("/containers/0/envFrom/0/secretRef/name")).isEqualTo(secret.at("/metadata/name"));
        Set<String> volumes = new TreeSet<>(pod.path("volumes").findValuesAsText("name"));
        Stream.of(pod.at("/containers/0/volumeMounts"), pod.at("/initContainers/0/volumeMounts"))
                .forEach(mounts -> assertThat(volumes).containsAll(mounts.findValuesAsText("name")));
    }
}
