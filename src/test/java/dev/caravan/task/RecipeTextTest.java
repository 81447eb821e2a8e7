package dev.caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecipeTextTest {
    private static final Task.Prompt PROMPT = new Task.Prompt("Sort \"it\".", "{{body}}\n😀");
    private static final Task.Output OUTPUT = new Task.Output(
            "{\"type\":\"object\",\"properties\":{\"z\":{\"maximum\":1.0},\"a\":{}}}",
            2,
            Map.of("id", "ticket_id"),
            true,
            2000,
            false);
    private static final Task.Review REVIEW = new Task.Review("z < 0.7", 2, 5);

    private static BatchModel model(String provider, String credential, Map<String, Object> parameters) {
        Provider made = new Provider(provider, "openai", "http://h", new Limits(1, 1, 1), Map.of(), "2026-11-20");
        return new BatchModel(
                "fast",
                new Credential(credential, made, "http://h", new Secret("s")),
                "gpt-5-mini",
                "/v1/chat/completions",
                Ability.CHAT,
                "low",
                parameters);
    }

    private static Task task(BatchModel model, Task.Prompt prompt, Task.Output output, Task.Review review) {
        return new Task(
                "triage-tickets",
                3,
                model,
                new Task.Input("ticket_id", Set.of(), 100, null, null, false),
                prompt,
                output,
                new Task.Retry(1, Duration.ZERO, Duration.ZERO),
                review,
                new Task.Publish(List.of("a")),
                Duration.ZERO);
    }

    @Test
    void writesCanonicalTexts() {
        RecipeText text = RecipeText.of(task(
                model("openai", "main", Map.of("b", 1, "a", Map.of("y", true, "x", "1"))), PROMPT, OUTPUT, REVIEW));

        assertThat(text.model())
                .isEqualTo("{\"endpoint\":\"/v1/chat/completions\",\"model\":\"gpt-5-mini\","
                        + "\"parameters\":{\"a\":{\"x\":\"1\",\"y\":true},\"b\":1},\"provider\":\"openai\","
                        + "\"thinking\":\"low\"}");
        assertThat(text.body())
                .isEqualTo("{\"prompt\":{\"system\":\"Sort \\\"it\\\".\",\"user\":\"{{body}}\\n😀\"},"
                        + "\"output\":{\"schema\":{\"type\":\"object\",\"properties\":{\"z\":{\"maximum\":1.0},\"a\":{}}},"
                        + "\"schema-version\":2,\"echo\":{\"id\":\"ticket_id\"},\"reject-html\":true,"
                        + "\"max-chars\":2000,\"lenient\":false},\"review-when\":\"z < 0.7\"}");
        assertThat(text.contentHash()).isEqualTo("8052963b1503223d0317abe0c5f5d52c05d4a04c6e1146b7f404136092df3b3e");
    }

    @Test
    void theHashFollowsContentButNeitherModelNorSample() {
        BatchModel openai = model("openai", "main", Map.of());
        String hash = RecipeText.of(task(openai, PROMPT, OUTPUT, REVIEW)).contentHash();

        assertThat(RecipeText.of(task(model("simulator", "x", Map.of()), PROMPT, OUTPUT, REVIEW))
                        .contentHash())
                .isEqualTo(hash);
        assertThat(RecipeText.of(task(openai, PROMPT, OUTPUT, new Task.Review("z < 0.7", 50, 1)))
                        .contentHash())
                .isEqualTo(hash);
        assertThat(List.of(
                        RecipeText.of(task(openai, new Task.Prompt("", PROMPT.user()), OUTPUT, REVIEW)),
                        RecipeText.of(task(openai, PROMPT, OUTPUT, new Task.Review("z < 0.8", 2, 5))),
                        RecipeText.of(task(
                                openai,
                                PROMPT,
                                new Task.Output(OUTPUT.schema(), 2, Map.of(), true, 2000, false),
                                REVIEW))))
                .extracting(RecipeText::contentHash)
                .doesNotContain(hash)
                .doesNotHaveDuplicates();
    }

    @Test
    void theAccountIsNoPartOfTheModelButTheProviderIs() {
        String model = RecipeModel.of(model("openai", "main", Map.of())).toJson();

        assertThat(RecipeModel.of(model("openai", "other", Map.of())).toJson()).isEqualTo(model);
        assertThat(RecipeModel.of(model("simulator", "main", Map.of())).toJson())
                .isNotEqualTo(model);
    }

    @Test
    void bothTextsCanBeReadBack() {
        RecipeModel model =
                RecipeModel.of(model("openai", "main", Map.of("n", 1, "deep", Map.of("l", List.of(1, "x")))));
        RecipeSpec spec = new RecipeSpec(PROMPT, OUTPUT, REVIEW);
        RecipeSpec plain = new RecipeSpec(
                new Task.Prompt("", "{{a}}"),
                new Task.Output(null, 1, Map.of(), false, 1, true),
                new Task.Review(null, 0, 3));

        assertThat(RecipeModel.fromJson(model.toJson())).isEqualTo(model);
        assertThat(RecipeSpec.fromJson(spec.toJson()).with(REVIEW)).isEqualTo(spec);
        assertThat(RecipeSpec.fromJson(spec.toJson()).toJson()).isEqualTo(spec.toJson());
        assertThat(RecipeSpec.fromJson(plain.toJson())).isEqualTo(plain);
    }

    @Test
    void aRecipeKeepsItsConditionButTakesTheSampleOfToday() {
        RecipeSpec spec = RecipeSpec.fromJson(new RecipeSpec(PROMPT, OUTPUT, REVIEW).toJson());

        assertThat(spec.with(new Task.Review("other > 1", 10, 7)).review())
                .isEqualTo(new Task.Review("z < 0.7", 10, 7));
    }

    @Test
    void whatALaterReleaseAddedIsWrittenOnlyWhereItIsUsed() {
        Task.Output more = new Task.Output(
                OUTPUT.schema(),
                2,
                Map.of("n", Task.Output.NONCE),
                new Task.Texts(Task.Html.SANITIZE, 5, List.of("en", "de"), List.of("a|b")),
                List.of("z >= input.a"),
                false);
        RecipeSpec spec = new RecipeSpec(PROMPT, more, REVIEW);

        assertThat(spec.toJson())
                .contains("\"echo\":{\"n\":\"caravan.nonce\"},\"reject-html\":false,\"max-chars\":5,\"lenient\":false,"
                        + "\"sanitize-html\":true,\"languages\":[\"en\",\"de\"],\"forbidden\":[\"a|b\"],"
                        + "\"rules\":[\"z >= input.a\"]},");
        assertThat(RecipeSpec.fromJson(spec.toJson()).with(REVIEW)).isEqualTo(spec);
        assertThat(RecipeSpec.fromJson(spec.toJson()).output().nonceField()).isEqualTo("n");
        assertThat(new Task.Output(
                                "{\"properties\":{\"n\":{},\"z\":{}},\"required\":[\"z\",\"n\"]}",
                                1,
                                Map.of("n", Task.Output.NONCE),
                                true,
                                5,
                                false)
                        .publishedSchema())
                .isEqualTo("{\"properties\":{\"z\":{}},\"required\":[\"z\"]}");
    }
}
