package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.batch.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why something is not further. @param until null if no time is known; @param act what a person can do; may be empty */
@JsonNaming(SnakeCaseStrategy.class)
record WaitView(String why, String text, @Nullable Instant until, String act) {

    static List<WaitView> of(List<Reason> reasons) {
        return reasons.stream()
                .map(one -> new WaitView(Words.of(one.why()), one.text(), one.until(), one.act()))
                .toList();
    }
}
