package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelNamesTest {

    @ParameterizedTest
    @CsvSource({
        "gpt-5, gpt-5",
        "gpt-5, gpt-5-2025-08-07",
        "gpt-5-2025-08-07, gpt-5",
        "claude-sonnet-4-5, claude-sonnet-4-5-20250929",
        "mistral-small-latest, mistral-small-2506",
        "gemini-2.5-flash, models/gemini-2.5-flash",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0, anthropic.claude-haiku-4-5-20251001-v1:0",
        "claude-haiku-4-5@20251001, claude-haiku-4-5",
        "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1, nova"
    })
    void takesEditionsOfAModelForTheModel(String model, String listed) {
        assertThat(ModelNames.listed(model, List.of("other", listed))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5-mini, gpt-5",
        "gpt-5, gpt-5-mini",
        "gpt-4.1, gpt-4.1-mini-2025-04-14",
        "gemini-2.5-flash, models/gemini-2.5-flash-lite",
        "claude-opus-4, claude-opus-4-1"
    })
    void takesNoOtherModelForTheModel(String model, String listed) {
        assertThat(ModelNames.listed(model, List.of("other", listed))).isFalse();
    }
}
