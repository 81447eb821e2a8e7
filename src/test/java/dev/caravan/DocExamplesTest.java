package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No example of the documents calls anything over HTTP without a test that runs it as it stands there. */
class DocExamplesTest {
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
        Set<String> with = new TreeSet<>();
        for (Fence fence : Doc.fences()) {
            if (fence.body().contains("curl ")) {
                assertThat(fence.info()).as("%s: %s", fence, fence.body()).isEqualTo("bash");
                with.add(fence.document().toString());
            }
        }
        assertThat(with).isEqualTo(new TreeSet<>(RUN.keySet()));
    }

    @Test
    void theTestThatRunsThemNamesTheDocument() throws IOException {
        for (Map.Entry<String, String> one : RUN.entrySet()) {
            assertThat(Files.readString(Path.of("src/test/java/dev/caravan", one.getValue())))
                    .contains("\"" + one.getKey() + "\"");
        }
    }
}
