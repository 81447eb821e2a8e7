package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.caravan.ledger.Counts;
import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops.Drop;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.Todo;
import dev.caravan.task.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Map<Long, Drop> drops = new TreeMap<>();
    private final Todo todo = mock(Todo.class);
    private Progress progress;

    @BeforeEach
    void ledger() {
        Counts counts = mock(Counts.class);
        when(counts.drops(anyLong(), anyInt()))
                .thenAnswer(call -> drops.values().stream()
                        .filter(drop -> drop.id() > call.<Long>getArgument(0))
                        .limit(2)
                        .toList());
        Recipes recipes = mock(Recipes.class);
        when(recipes.taskName(1)).thenReturn("triage-tickets");
        Ledger ledger = mock(Ledger.class);
        when(ledger.counts()).thenReturn(counts);
        when(ledger.recipes()).thenReturn(recipes);
        when(ledger.todo()).thenReturn(todo);
        when(todo.nextRetry()).thenReturn(Optional.empty());
        progress = new Progress(ledger, new Tasks(Map.of()));
    }

    @Test
    void saysHowFarADropIsAndOnlyWhenThatChanged() {
        drop(1, DropState.SEALED, Map.of(RecordState.QUEUED, 60L));
        assertThat(look())
                .containsExactly("Drop 1 support tickets.csv → triage-tickets: read 63 · refused 2 · duplicate 1"
                        + " · queued 60 · submitted 0 · done 0");
        assertThat(look()).isEmpty();
        drop(1, DropState.SEALED, Map.of(RecordState.SUBMITTED, 50L, RecordState.COMPLETED, 10L));
        assertThat(look())
                .containsExactly("Drop 1 support tickets.csv → triage-tickets: read 63 · refused 2 · duplicate 1"
                        + " · queued 0 · submitted 50 · done 10");
    }

    @Test
    void saysWhatBecameOfADropWhenNothingIsLeftToDo() {
        look();
        drop(1, DropState.SEALED, Map.of(RecordState.PUBLISHED, 55L, RecordState.REVIEW_REQUIRED, 5L));
        assertThat(look())
                .containsExactly("Drop 1 support tickets.csv → triage-tickets: finished: read 63 · refused 2"
                        + " · duplicate 1 · in review 5 · published 55");
    }

    @Test
    void isNotFinishedWhileAnErrorGoesAgain() {
        look();
        when(todo.nextRetry()).thenReturn(Optional.of(Instant.EPOCH));
        drop(1, DropState.SEALED, Map.of(RecordState.PUBLISHED, 59L, RecordState.PROVIDER_ERROR, 1L));
        assertThat(look()).singleElement().asString().endsWith("· queued 0 · submitted 0 · done 60");
    }

    @Test
    void isSilentAboutDropsThatWereFinishedBeforeTheStart() {
        for (long id = 1; id <= 5; id++) {
            drop(id, DropState.SEALED, Map.of(RecordState.PUBLISHED, 60L));
        }
        assertThat(look()).isEmpty();
        drop(6, DropState.RECEIVED, Map.of());
        assertThat(look()).singleElement().asString().startsWith("Drop 6 ");
    }

    @Test
    void noticesAnOldDropThatComesBackToLife() {
        drop(1, DropState.SEALED, Map.of(RecordState.INVALID_OUTPUT, 60L));
        look();
        drop(1, DropState.SEALED, Map.of(RecordState.QUEUED, 60L));
        List<String> lines = List.of();
        for (int look = 0; look < 30 && lines.isEmpty(); look++) {
            lines = look();
        }
        assertThat(lines).singleElement().asString().contains("queued 60");
    }

    private List<String> look() {
        return progress.look().stream().map(Progress.Said::line).toList();
    }

    private void drop(long id, DropState state, Map<RecordState, Long> states) {
        drops.put(
                id,
                new Drop(
                        id,
                        1,
                        "inbox",
                        "file:///data/inbox/triage-tickets/support%20tickets.csv",
                        state,
                        null,
                        new DropCounts(63, 2, 1, 0, 0, states)));
    }
}
