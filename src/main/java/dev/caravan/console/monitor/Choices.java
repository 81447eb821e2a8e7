package dev.caravan.console.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a filter offers. */
final class Choices {
    private Choices() {}

    record Choice(String value, boolean chosen) {
        /** In words. */
        String name() {
            return value.replace('_', ' ');
        }
    }

    /** @param chosen is offered too if it is none of them: it is what the page shows */
    static List<Choice> of(Stream<String> values, String chosen) {
        List<String> all = new ArrayList<>(values.toList());
        if (!chosen.isEmpty() && !all.contains(chosen)) {
            all.add(chosen);
        }
        return all.stream()
                .map(value -> new Choice(value, value.equals(chosen)))
                .toList();
    }

    static <E extends Enum<E>> List<Choice> of(Class<E> type, @Nullable E chosen) {
        return of(Arrays.stream(type.getEnumConstants()).map(Badge::word), chosen == null ? "" : Badge.word(chosen));
    }
}
