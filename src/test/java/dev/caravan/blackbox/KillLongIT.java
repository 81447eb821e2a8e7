package dev.caravan.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testkit.GcsServer;
import dev.caravan.testkit.S3Server;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The long form of the kill matrix: every provider, every point in an installation of its own, and many random kills. */
@EnabledIfSystemProperty(named = "caravan.matrix", matches = "long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KillLongIT {
    private final GcsServer storage = new GcsServer("trial");
    private final S3Server s3 = new S3Server("caravan-in", "caravan-out");
    private KillJvm java;

    @BeforeAll
    void weave() throws Exception {
        java = new KillJvm();
    }

    @AfterAll
    void close() {
        storage.close();
        s3.close();
    }

    List<KillAccount> accounts() {
        return List.of(
                new KillMatrixOpenAiIT().account(),
                new KillMatrixAnthropicIT().account(),
                KillAccount.simple("simulator-azure", "gpt-5-mini", ", thinking: low"),
                KillAccount.simple("simulator-mistral", "mistral-small-latest", ""),
                KillAccount.simple("simulator-gemini", "gemini-3.5-flash", ", thinking: low"),
                vertex(),
                bedrock());
    }

    private KillAccount vertex() {
        return new KillAccount(
                "simulator-vertex",
                """
                credentials:
                  trial:
                    provider: simulator-vertex
                    secret: "${TRIAL_KEY:%1$s}"
                    settings: {project: trial, bucket: "gs://trial/caravan", storage-url: "%2$s"}
                batch-models:
                  chat: {credential: trial, model: gemini-2.5-flash, thinking: low}
                """.formatted(storage.token(), storage.endpoint()),
                "{\"vertex\": {\"storage\": \"" + storage.endpoint() + "\", \"token\": \"" + storage.token()
                        + "\", \"echo\": 0}}",
                List.of(),
                1);
    }

    private KillAccount bedrock() {
        return new KillAccount(
                "simulator-bedrock",
                """
                credentials:
                  trial:
                    provider: simulator-bedrock
                    secret: "${TRIAL_KEY:%s}"
                    settings: {input: "s3://caravan-in/requests/", output: "s3://caravan-out/results/", role-arn: "arn:aws:iam::111122223333:role/batch", region: %s, access-key: %s, s3-url: "%s"}
                batch-models:
                  chat: {credential: trial, model: eu.anthropic.claude-haiku-4-5-20251001-v1:0, parameters: {inferenceConfig: {maxTokens: 16000}}}
                """.formatted(S3Server.SECRET_KEY, S3Server.REGION, S3Server.ACCESS_KEY, s3.endpoint()),
                "{}",
                List.of(
                        "--caravan.simulator.s3.endpoint=" + s3.endpoint(),
                        "--caravan.simulator.s3.access-key=" + S3Server.ACCESS_KEY,
                        "--caravan.simulator.s3.secret-key=" + S3Server.SECRET_KEY),
                100);
    }

    @ParameterizedTest
    @MethodSource("accounts")
    void nothingShowsThatItWasKilledAtAnyOnePoint(KillAccount account, @TempDir Path folder) throws Exception {
        try (var chain = new KillChain(folder, java, account)) {
            Set<String> calm = chain.calmPoints();
            Set<String> troubled = chain.troubledPoints(calm);
            for (String point : calm) {
                chain.killOnce(point, false);
                chain.write("each point");
            }
            for (String point : troubled) {
                chain.killOnce(point, true);
                chain.write("each point");
            }
        }
    }

    @Test
    void survivesManyKillsAtPointsDrawnByLot(@TempDir Path folder) throws Exception {
        int kills = Integer.getInteger("caravan.kills", 500);
        long seed = Long.getLong("caravan.seed", 4);
        try (var chain = new KillChain(folder, java, accounts().get(0))) {
            Set<String> calm = chain.calmPoints();
            List<String> points = new ArrayList<>(calm);
            points.addAll(chain.troubledPoints(calm));
            assertThat(chain.killAtRandom(kills, points, new Random(seed), 40)).isEqualTo(kills);
            chain.settledAsIfNothingHadHappened();
            chain.write("random");
        }
    }
}
