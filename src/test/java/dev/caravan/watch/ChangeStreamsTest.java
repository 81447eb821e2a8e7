package dev.caravan.watch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.access.Caller;
import dev.caravan.access.Role;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.watch.Onlooker.Part;
import dev.caravan.watch.Onlooker.Told;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeStreamsTest {
    @TempDir
    Path folder;

    private static Onlooker onlooker(String name) {
        Caller caller = new Caller() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public boolean may(Role needed) {
                return true;
            }

            @Override
            public boolean sees(String workspace) {
                return true;
            }

            @Override
            public boolean seesAll() {
                return true;
            }
        };
        return new Onlooker(caller, null, new Part(null, null), change -> new Told("changed", Map.of()));
    }

    @Test
    void onlySoManyLookOnAtATime() throws Exception {
        try (Ledger ledger = SqliteLedger.open(EmptyLedger.at(folder.resolve("caravan.db")), Clock.systemUTC());
                var streams = new ChangeStreams(ledger, new StreamSettings(3, 2, Duration.ofHours(1)))) {
            streams.open(onlooker("a"), null);
            streams.open(onlooker("a"), null);
            assertThatThrownBy(() -> streams.open(onlooker("a"), null))
                    .hasMessageContaining("At most 2 streams of one caller at a time");
            assertThatCode(() -> streams.open(onlooker("b"), null)).doesNotThrowAnyException();
            assertThatThrownBy(() -> streams.open(onlooker("c"), null)).hasMessageContaining("Too many look on");
        }
    }
}
