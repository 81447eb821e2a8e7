package dev.caravan.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;

class StartRefusedAnalyzerTest {

    @Test
    void saysWhyAStartWasRefusedWithoutAStackTrace() throws IOException {
        var refused = new BeanCreationException("spoolOwner", "no", new StartRefusedException("It is a copy."));
        assertThat(new StartRefusedAnalyzer().analyze(refused).getDescription()).isEqualTo("It is a copy.");
        assertThat(Files.readString(Path.of("src/main/resources/META-INF/spring.factories")))
                .contains(StartRefusedAnalyzer.class.getName());
    }
}
