package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.model.Limits;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.model.Provider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownModelsTest {

    private static Provider provider(String... models) {
        Map<String, ModelFacts> facts = new LinkedHashMap<>();
        for (String model : models) {
            facts.put(model, new ModelFacts(model, Set.of(), Set.of(), true, Price.FREE, "2026-11-20"));
        }
        return new Provider("p", "gemini", "https://p.example", new Limits(10, 1_000, 1_000), facts, "2026-11-20");
    }

    private static Optional<ModelList> listed(String... names) {
        return Optional.of(new ModelList("c", Instant.EPOCH, List.of(names)));
    }

    @Test
    void whatIsNewIsThereAndWhatIsGoneIsNot() {
        assertThat(KnownModels.of(provider("old", "flash"), listed("models/flash", "models/newest")))
                .containsExactly("flash", "models/newest");
    }

    @Test
    void aDatedNameIsAnotherOneToChoose() {
        assertThat(KnownModels.of(provider("gpt-5"), listed("gpt-5-2026-01-01")))
                .containsExactly("gpt-5", "gpt-5-2026-01-01");
    }

    @Test
    void whereNobodyWasAskedAllThatIsKnownIsThere() {
        assertThat(KnownModels.of(provider("old", "flash"), Optional.empty())).containsExactly("old", "flash");
    }
}
