package dev.caravan.console.publications;

import dev.caravan.console.Filters;
import dev.caravan.ledger.DeliveryState;
import dev.caravan.ledger.Lists;
import dev.caravan.ledger.Lists.PublicationRow;
import dev.caravan.ledger.Lists.Slice;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which publications somebody looks at, by task, state and what a sink has. What makes no sense is left out. */
public record PublicationQuery(Filters filters) {

    public static PublicationQuery of(HttpServletRequest request) {
        return new PublicationQuery(Filters.of(request, "task", "state", "delivery"));
    }

    /** @param seen the tasks that the reader sees; null for all */
    public @Nullable Set<String> tasks(@Nullable Set<String> seen) {
        return filters.value("task").isEmpty() ? seen : Set.of(filters.value("task"));
    }

    public List<PublicationRow> find(Lists lists, Slice slice) {
        String state = filters.value("state");
        return lists.publications(
                slice, Lists.PUBLICATION_STATES.contains(state) ? state : null, delivery(filters.value("delivery")));
    }

    private static @Nullable DeliveryState delivery(String word) {
        return Arrays.stream(DeliveryState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElse(null);
    }
}
