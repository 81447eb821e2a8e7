package dev.caravan.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerationTest {

    @ParameterizedTest
    @CsvSource({
        "claude-3-5-haiku-20241022, haiku, 305, true, true, true, false",
        "claude-sonnet-4-20250514, sonnet, 400, true, true, true, false",
        "claude-opus-4-1-20250805, opus, 401, true, true, true, false",
        "claude-haiku-4-5, haiku, 405, true, true, true, true",
        "claude-sonnet-4-6, sonnet, 406, false, true, true, true",
        "claude-opus-4-7, opus, 407, false, false, true, true",
        "claude-sonnet-5, sonnet, 500, false, false, true, true",
        "claude-opus-5, opus, 500, false, false, true, true",
        "claude-opus-5-5, opus, 505, false, false, false, true",
        "claude-fable-5-1, fable, 501, false, false, false, true",
        "claude-mythos-5-1, mythos, 501, false, false, false, true",
        "our-own-name, '', 900, false, false, true, true",
    })
    void knowsWhatAModelTakesByItsName(
            String model, String family, int version, boolean budget, boolean samples, boolean stops, boolean schema) {
        Generation generation = Generation.of(model);
        assertThat(generation).isEqualTo(new Generation(family, version));
        assertThat(generation.thinksByBudget()).isEqualTo(budget);
        assertThat(generation.samples()).isEqualTo(samples);
        assertThat(generation.canStopThinking()).isEqualTo(stops);
        assertThat(generation.takesSchema()).isEqualTo(schema);
    }
}
