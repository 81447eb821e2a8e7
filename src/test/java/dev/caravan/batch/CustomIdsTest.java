package dev.caravan.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CustomIdsTest {
    private final CustomIds ids = new CustomIds("k3f9a21");

    @Test
    void namesRecordAndAttemptInLowerCase() {
        assertThat(ids.of(1_000_000, 37)).isEqualTo("ck3f9a21-lfls-11");
    }

    @Test
    void readsBackWhatItMade() {
        assertThat(ids.parse(ids.of(Long.MAX_VALUE, Integer.MAX_VALUE)))
                .contains(new CustomIds.Id(Long.MAX_VALUE, Integer.MAX_VALUE));
    }

    @Test
    void fitsEveryProvidersSixtyFourCharacters() {
        assertThat(ids.of(Long.MAX_VALUE, Integer.MAX_VALUE))
                .hasSizeLessThanOrEqualTo(64)
                .matches("[a-z][a-z0-9-]*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c",
                "ck3f9a21-",
                "ck3f9a21-1",
                "ck3f9a21--1",
                "ck3f9a22-1-1",
                "ck3f9a21-1-1x!",
                "ck3f9a21-01-1",
                "ck3f9a21-1-+1",
                "CK3F9A21-1-1",
                "ck3f9a21-zzzzzzzzzzzzzzzzzzzz-1",
                "request-1"
            })
    void refusesWhatThisLedgerNeverMade(String foreign) {
        assertThat(ids.parse(foreign)).isEmpty();
    }
}
