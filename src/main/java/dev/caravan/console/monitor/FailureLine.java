package dev.caravan.console.monitor;

import dev.caravan.console.Figures;
import dev.caravan.console.Filters;
import dev.caravan.ledger.Contents.Failure;
import java.util.LinkedHashMap;
import java.util.Map;

/** Records of one drop that failed in the same way. @param href of those records */
record FailureLine(String code, Badge state, String records, long drop, String href) {

    static FailureLine of(Failure failure) {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("state", Badge.word(failure.state()));
        if (!failure.code().isEmpty()) {
            filter.put("code", failure.code());
        }
        return new FailureLine(
                failure.code().isEmpty() ? "no code" : failure.code(),
                Badge.of(failure.state()),
                Figures.count(failure.records()),
                failure.dropId(),
                new Filters(filter).at("/drops/" + failure.dropId()) + "#records");
    }
}
