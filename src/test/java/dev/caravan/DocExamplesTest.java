package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No example of the documents calls anything over HTTP without a test that runs it as it stands there. */
class DocExamplesTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w*)\n(.*?)\n```", Pattern.DOTALL);

    /** Which test runs the examples of which document. */
    private static final Map<String, String> RUN = Map.of(
            "README.md", "blackbox/SubmittedLinesIT.java",
            "docs/batch-api.md", "blackbox/SubmittedLinesIT.java",
            "docs/gateway.md", "blackbox/SubmittedLinesIT.java",
            "docs/cookbook/http-submit.md", "CookbookTest.java",
            "docs/cookbook/multi-provider-fallback.md", "CookbookTest.java",
            "docs/api.md", "api/manage/ManagementContractTest.java",
            "docs/realtime.md", "realtime/RealTimeTest.java",
            "docs/sample.md", "realtime/RealTimeTest.java",
            "docs/simulator.md", "realtime/RealTimeTest.java",
            "docs/webhooks.md", "route/NoticesTest.java");

    @Test
    void everyCallOfEveryDocumentIsRun() throws IOException {
        List<String> with = new ArrayList<>();
        try (Stream<Path> documents = Stream.concat(Stream.of(Path.of("README.md")), Files.walk(Path.of("docs")))) {
            for (Path document :
                    documents.filter(path -> path.toString().endsWith(".md")).toList()) {
                Matcher block = BLOCK.matcher(Files.readString(document));
                while (block.find()) {
                    if (block.group(2).contains("curl ")) {
                        assertThat(block.group(1))
                                .as("%s: %s", document, block.group(2))
                                .isEqualTo("bash");
                        with.add(document.toString());
                    }
                }
            }
        }
        assertThat(new TreeSet<>(with)).isEqualTo(new TreeSet<>(RUN.keySet()));
    }

    @Test
    void theTestThatRunsThemNamesTheDocument() throws IOException {
        for (Map.Entry<String, String> one : RUN.entrySet()) {
            assertThat(Files.readString(Path.of("src/test/java/dev/caravan", one.getValue())))
                    .contains("\"" + one.getKey() + "\"");
        }
    }
}
