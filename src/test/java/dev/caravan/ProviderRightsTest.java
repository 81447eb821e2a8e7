package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rights that pages of providers ask for are those that the calls of the code need, by the names of the providers. */
class ProviderRightsTest {
    private static final Path FOLDER = Path.of("docs/providers");

    /** As little as it takes, and no less: the calls of the code, by Amazon's names for them. */
    @Test
    void thePolicyForBedrockAllowsWhatTheCodeCalls() throws IOException {
        Path code = Path.of("src/main/java/dev/caravan/provider/bedrock");
        Set<String> called = new TreeSet<>(Set.of("bedrock:InvokeModel", "s3:PutObject", "s3:AbortMultipartUpload"));
        Pattern.compile("client\\.((?:create|get|list|stop)\\w+)\\(")
                .matcher(Files.readString(code.resolve("AwsJobs.java")))
                .results()
                .map(found -> found.group(1))
                .forEach(name ->
                        called.add("bedrock:" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)));
        Map<String, String> ofObjects = Map.of(
                "headObject", "s3:GetObject",
                "getObject", "s3:GetObject",
                "deleteObject", "s3:DeleteObject",
                "listObjectsV2Paginator", "s3:ListBucket");
        Pattern.compile("s3\\.(\\w+)\\(")
                .matcher(Files.readString(code.resolve("Objects.java")))
                .results()
                .forEach(found -> called.add(ofObjects.getOrDefault(found.group(1), found.group(1))));
        called.add("iam:PassRole");

        Matcher policy =
                Pattern.compile("(?s)```json policy\n(.*?)```").matcher(Files.readString(FOLDER.resolve("bedrock.md")));
        assertThat(policy.find()).isTrue();
        Set<String> allowed = new TreeSet<>();
        for (JsonNode statement : new ObjectMapper().readTree(policy.group(1)).path("Statement")) {
            List<JsonNode> actions = new ArrayList<>();
            (statement.path("Action").isArray() ? statement.path("Action") : List.of(statement.path("Action")))
                    .forEach(actions::add);
            actions.forEach(action -> allowed.add(action.asText()));
        }
        assertThat(allowed).isEqualTo(called);
    }

    @Test
    void theRightsAtVertexAreThoseOfTheCalls() throws IOException {
        Map<String, String> ofCalls = Map.of(
                "create", "aiplatform.batchPredictionJobs.create",
                "status", "aiplatform.batchPredictionJobs.get",
                "list", "aiplatform.batchPredictionJobs.list",
                "cancel", "aiplatform.batchPredictionJobs.cancel",
                "ask", "aiplatform.endpoints.predict",
                // The page says that this is assumed.
                "models", "");
        Map<String, String> ofObjects = Map.of(
                "createFrom", "storage.objects.create",
                "get", "storage.objects.get",
                "delete", "storage.objects.delete",
                "list", "storage.objects.list",
                // Of a failure.
                "getCode", "");
        Set<String> needed = new TreeSet<>();
        String routes = Files.readString(Path.of("routes/providers/vertex.camel.yaml"))
                + Files.readString(Path.of("routes/providers/vertex-ask.camel.yaml"));
        Pattern.compile("\\{call: (\\w+),")
                .matcher(routes)
                .results()
                .forEach(call -> needed.add(ofCalls.getOrDefault(call.group(1), call.group(1))));
        Path code = Path.of("src/main/java/dev/caravan/provider/vertex");
        String objects = Files.readString(code.resolve("VertexObjects.java"))
                + Files.readString(code.resolve("VertexCleaner.java"))
                + Files.readString(code.resolve("Shards.java"));
        Pattern.compile("(?:storage|buckets\\.of\\(account\\))\\s*\\.(\\w+)\\(")
                .matcher(objects)
                .results()
                .forEach(call -> needed.add(ofObjects.getOrDefault(call.group(1), call.group(1))));
        needed.remove("");

        Set<String> asked = new TreeSet<>();
        Files.readAllLines(FOLDER.resolve("vertex.md")).stream()
                .filter(line -> line.startsWith("| Caravan's service account |"))
                .forEach(line -> Pattern.compile("`(\\w+\\.\\w+\\.\\w+)`")
                        .matcher(line)
                        .results()
                        .forEach(right -> asked.add(right.group(1))));
        assertThat(asked).isEqualTo(needed);
    }
}
