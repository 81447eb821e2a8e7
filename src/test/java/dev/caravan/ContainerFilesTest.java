package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image and the compose files, as far as they can be judged without an engine; TarballIT runs what the image runs. */
class ContainerFilesTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Pattern COPY = Pattern.compile("(?m)^COPY (--from=build )?(.+) (\\S+)$");
    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

    private static String image() throws IOException {
        return Files.readString(DOCKER.resolve("Dockerfile"));
    }

    @Test
    void theImageIsMadeOfWhatIsHereAndRunsWithoutRights() throws IOException {
        Matcher copy = COPY.matcher(image());
        List<String> made = new ArrayList<>();
        while (copy.find()) {
            if (copy.group(1) == null) {
                for (String from : copy.group(2).split(" ")) {
                    assertThat(Path.of(from)).exists();
                }
            } else {
                made.add(copy.group(2) + " " + copy.group(3));
            }
        }
        // Libraries first: a layer that stays the same while Caravan's own classes change.
        assertThat(made).containsExactly("/out/libraries /opt/caravan/lib", "/out/own /opt/caravan");
        String last = image().substring(image().lastIndexOf("\nFROM "));
        assertThat(last)
                .contains("\nUSER 10001:10001\n", "\nSTOPSIGNAL SIGTERM\n", "\nVOLUME /caravan/data\n")
                .contains("RUN /opt/caravan/bin/caravan warm-up");
        Matcher program = Pattern.compile("(?m)^(?:HEALTHCHECK .* CMD|ENTRYPOINT) \\[\"/opt/caravan/([a-z/]+)\"]$")
                .matcher(last);
        List<String> programs = program.results().map(found -> found.group(1)).toList();
        assertThat(programs).containsExactly("bin/healthy", "bin/caravan");
        assertThat(programs)
                .allSatisfy(file -> assertThat(Path.of("src/dist", file)).isExecutable());
        assertThat(Stream.of(image().split("\n")).filter(line -> line.startsWith("FROM ")))
                .allSatisfy(line -> assertThat(line).matches("FROM [a-z-]+:[\\w.-]*\\d[\\w.-]*( AS build)?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.cluster.yaml"})
    void caravanWritesNothingButItsDataAndSaysHowItIs(String file) throws IOException {
        JsonNode services = yaml.readTree(DOCKER.resolve(file).toFile()).path("services");
        int ours = 0;
        for (JsonNode service : services) {
            if (service.path("image").asText().equals("caravan")) {
                ours++;
                assertThat(service.path("read_only").asBoolean()).isTrue();
                // Native code of libraries is unpacked there, and run.
                assertThat(service.path("tmpfs").get(0).asText()).isEqualTo("/tmp:exec");
                assertThat(service.path("privileged").isMissingNode()).isTrue();
            } else {
                assertThat(service.path("image").asText()).matches("[a-z/0-9-]+:v?\\d[\\d.]*");
            }
            service.path("ports").forEach(port -> assertThat(port.asText()).startsWith("127.0.0.1:"));
        }
        assertThat(ours).isEqualTo(2);
        assertThat(services.at("/simulator/healthcheck/test/1").asText()).isEqualTo("/opt/caravan/bin/healthy");
        assertThat(services.at("/caravan/depends_on/simulator/condition").asText())
                .isEqualTo("service_healthy");
        assertThat(services.at("/caravan/stop_grace_period").asText()).isEqualTo("20s");
    }

    @Test
    void theBalancerAsksEachNodeWhetherItIsReady() throws IOException {
        String balancer = Files.readString(DOCKER.resolve("cluster/haproxy.cfg"));
        assertThat(balancer)
                .contains("option httpchk GET /actuator/health/readiness")
                .contains("server-template node 1-8 caravan:8080 check");
        JsonNode service =
                yaml.readTree(DOCKER.resolve("compose.cluster.yaml").toFile()).at("/services/balancer");
        assertThat(service.at("/depends_on/caravan/condition").asText()).isEqualTo("service_healthy");
        assertThat(service.at("/volumes/0").asText()).startsWith("./cluster/haproxy.cfg:");
    }
}
