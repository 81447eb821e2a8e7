package dev.caravan.hawtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.config.ConfigurationProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibrariesTest {
    @TempDir
    Path folder;

    private void has(String... names) throws IOException {
        for (String name : names) {
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void theBuildHasAllOfThem() {
        Libraries.check(Path.of("target/hawtio"));
    }

    @Test
    void saysWhichAreMissingAndWhereTheyAre() throws IOException {
        has("hawtio-springboot-4.3.0.jar", "jolokia-json-2.2.2.jar", "camel-management-4.17.0.jar", "camel-xml-io.txt");
        has("camel-management-api-4.17.0.jar", "jolokia-server-core-detector-2.2.2.jar");
        assertThatThrownBy(() -> Libraries.check(folder))
                .isInstanceOf(ConfigurationProblems.class)
                .hasMessage("1 problem in the configuration:\n  caravan.hawtio is true, but its libraries are missing"
                        + " (jolokia-server-core, jolokia-service-jmx, jolokia-service-serializer, camel-xml-io) in "
                        + folder + ". Copy lib/hawtio of the tarball to this folder, or set caravan.hawtio to false"
                        + " (docs/tools.md)");
        assertThatThrownBy(() -> Libraries.check(folder.resolve("none")))
                .hasMessageContaining("(" + String.join(", ", Libraries.NEEDED) + ") in " + folder.resolve("none"));
    }

    @Test
    void thoseOfAnotherVersionAreToldAsThat() throws Exception {
        has("hawtio-springboot-4.3.0.jar");
        Libraries libraries = Libraries.in(folder);
        try {
            assertThatThrownBy(() -> libraries.make("org.example.Gone", Runnable.class))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("The libraries of hawtio are not those of this version of Caravan: org.example.Gone"
                            + " (java.lang.ClassNotFoundException: org.example.Gone)");
            assertThat(libraries.find("hawtio-static/index.html")).isNull();
        } finally {
            libraries.destroy();
        }
    }
}
