package dev.caravan.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.LedgerTestAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The model makes the moves that the ledger allows, and no others: whoever changes the one table changes the other, or
 * writes here why not.
 */
class ModelMovesTest {
    private static final int MOST_STATES = 2_000_000;

    /** Allowed by the ledger, and not made by the model. */
    private static final Map<String, String> NOT_IN_THE_MODEL = Map.of(
            "TRY REFUSED -> ACCEPTED", "only where a provider takes back a refusal that it proved (rule 6)",
            "DELIVERY DELIVERED -> WAITING",
                    "only where a person has a publication sent once more; it moves no record");

    /** Made by the model, and not (or not yet) allowed by the ledger. */
    private static final Map<String, String> NOT_IN_THE_LEDGER = Map.of(
            "PUBLICATION OPEN -> SEALED", "a publication has three states in a row; its SQL says from where",
            "PUBLICATION SEALED -> DONE", "the same",
            "BATCH ASSEMBLED -> IN_DOUBT", "a sweep sees a create that was given up, before another is sent (rule 11)");

    private static Set<String> modelled() {
        Set<String> moves = new TreeSet<>();
        for (Model<?> model : List.of(
                new SubmitModel(Design.CLASS_A.inNoTime()),
                new SubmitModel(Design.CLASS_C.inNoTime()),
                new CollectModel(2, Set.of()),
                new PublishModel(Set.of()))) {
            Explorer.explore(model, MOST_STATES).moves().forEach(move -> moves.add(move.toString()));
        }
        return moves;
    }

    @Test
    void theModelAndTheLedgerHaveTheSameMoves() {
        Set<String> model = modelled();
        Set<String> ledger = LedgerTestAccess.legalMoves();
        Set<String> missing = new TreeSet<>(ledger);
        missing.removeAll(model);
        Set<String> extra = new TreeSet<>(model);
        extra.removeAll(ledger);
        missing.removeAll(NOT_IN_THE_MODEL.keySet());
        extra.removeAll(NOT_IN_THE_LEDGER.keySet());
        assertThat(missing)
                .as("moves of LegalMoves that no step of dev.caravan.protocol makes: add the step, or say here why not")
                .isEmpty();
        assertThat(extra)
                .as(
                        "moves of dev.caravan.protocol that LegalMoves forbids: the protocol needs them, or the model is wrong")
                .isEmpty();
    }

    /** Without this the comparison would pass for a model that goes nowhere. */
    @Test
    void theModelGoesFromTheFirstBatchToThePublishedRecord() {
        assertThat(modelled())
                .contains("BATCH ASSEMBLING -> ASSEMBLED", "TRY CREATING -> REVOKED", "RECORD COMPLETED -> PUBLISHED")
                .hasSizeGreaterThan(LedgerTestAccess.legalMoves().size() - 5);
    }
}
