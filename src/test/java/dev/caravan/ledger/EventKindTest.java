package dev.caravan.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventKindTest {

    @Test
    void eachKindHasANumberOfItsOwn() {
        assertThat(Stream.of(EventKind.values()).map(EventKind::code)).doesNotHaveDuplicates();
    }
}
