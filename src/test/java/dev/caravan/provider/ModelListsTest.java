package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelListsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @TempDir
    Path folder;

    @Test
    void keepsAnAnswerForTheNextProcess() throws IOException {
        lists().keep(answer("gpt-5", "gpt-5-mini"));

        assertThat(lists().of("paid")).hasValue(new ModelList("paid", NOW, List.of("gpt-5", "gpt-5-mini")));
        assertThat(lists().of("other")).isEmpty();
    }

    @Test
    void keepsTheListOfTheLastTimeWhenTheProviderGivesNone() throws IOException {
        lists().keep(answer("gpt-5"));
        ModelInquiry refused = inquiry();
        refused.failed(new Failure(Failure.Kind.AUTH, false, "invalid_api_key", "wrong key", null, 0));

        ModelLists lists = lists();
        lists.keep(refused);
        lists.failed(inquiry(), new IOException("connection refused"));

        assertThat(lists.of("paid").map(ModelList::models)).hasValue(List.of("gpt-5"));
    }

    @Test
    void takesAFileThatCantBeReadForNoAnswer() throws IOException {
        Files.writeString(folder.resolve("paid.json"), "{\"asked\": \"yesterday\", \"models\": [\"gpt-5\"]}");
        assertThat(lists().of("paid")).isEmpty();
        Files.writeString(folder.resolve("paid.json"), "{\"asked\":");
        assertThat(lists().of("paid")).isEmpty();
    }

    private ModelLists lists() {
        Provider provider = new Provider(
                "openai", "openai", "https://api.openai.com/v1", new Limits(10, 1_000, 1_000), Map.of(), "2026-11-20");
        Credential paid = new Credential("paid", provider, provider.baseUrl(), new Secret("k"));
        Models models = new Models(Map.of("openai", provider), Map.of("paid", paid), Map.of());
        return new ModelLists(
                models, Protocols.installed(), new ModelListFiles(folder), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ModelInquiry answer(String... names) {
        ModelInquiry inquiry = inquiry();
        inquiry.answered(List.of(names), null);
        return inquiry;
    }

    private static ModelInquiry inquiry() {
        return new ModelInquiry("openai", "https://api.openai.com/v1", "paid", Map.of());
    }
}
