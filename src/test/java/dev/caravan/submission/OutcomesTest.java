package dev.caravan.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Drops.Frame;
import dev.caravan.ledger.Drops.Refusal;
import dev.caravan.ledger.Drops.Row;
import dev.caravan.ledger.EmptyLedger;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Recipes;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.SqliteLedger;
import dev.caravan.ledger.Submissions;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk through the outcomes of a drop, line by line. */
class OutcomesTest {
    @TempDir
    Path data;

    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = SqliteLedger.open(EmptyLedger.at(data.resolve("caravan.db")), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    /** A drop with these lines, frames of so many rows, and refused ones between them. */
    private long drop(String name, int lines, int frame, List<Integer> refused) {
        int task = ledger.recipes().taskId("extract");
        int recipe = ledger.recipes()
                .bind(new Recipes.NewRecipe(
                        task,
                        1,
                        1,
                        "hash",
                        "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"m\",\"parameters\":{},\"provider\":\"p\"}",
                        "{}"));
        long id = ledger.drops().arriving(new Drops.NewDrop(task, Submissions.ZONE, name, null));
        ledger.drops().received(id, "drops/" + id + "/source.jsonl", 1);
        Drops.Claim claim = ledger.drops().claimForRead().orElseThrow();
        List<Frame> frames = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int line = 1; line <= lines; line++) {
            if (!refused.contains(line)) {
                // Ids that sort the other way round.
                rows.add(new Row(name + ":" + (100_000 - line), line, line));
            }
            if (rows.size() == frame || line == lines) {
                frames.add(new Frame("drops/" + id + "/segment-1.jsonl.zst", frames.size() * 100L, rows));
                rows = new ArrayList<>();
            }
        }
        List<Refusal> refusals = refused.stream()
                .map(line -> new Refusal(line, "bad", "line " + line))
                .toList();
        ledger.drops().append(claim, new Drops.ReadPart(recipe, frames, refusals, lines, 1));
        ledger.drops().seal(claim);
        return id;
    }

    @Test
    void eachLineHasItsRecordOrItsRefusal() {
        drop("other", 3, 3, List.of());
        long drop = drop("mine", 1_203, 100, List.of(1, 2, 601, 1_203));
        List<Long> ahead = new ArrayList<>();
        List<Long> taken = new ArrayList<>();
        Outcomes outcomes = new Outcomes(ledger, drop, next -> next.forEach(one -> ahead.add(one.recordId())));

        for (int line = 1; line <= 1_203; line++) {
            Outcomes.End end = outcomes.next("mine:" + (100_000 - line));
            if (List.of(1, 2, 601, 1_203).contains(line)) {
                assertThat(end.record()).isNull();
                assertThat(end.refusal()).isEqualTo(new Refusal(line, "bad", "line " + line));
            } else {
                assertThat(end.record()).isNotNull();
                taken.add(end.record().recordId());
                assertThat(ahead.subList(0, taken.size())).endsWith(end.record().recordId());
                assertThat(end.record().sourceId()).isEqualTo("mine:" + (100_000 - line));
                assertThat(end.record().state()).isEqualTo(RecordState.QUEUED);
                assertThat(end.refusal()).isNull();
            }
        }
        assertThat(outcomes.isAtEnd()).isTrue();
        assertThat(ahead).isEqualTo(taken);
        assertThat(outcomes.next("mine:1")).isEqualTo(new Outcomes.End(null, null));
    }

    /** As after a drop was made again without a line of it: numbers are others, and the order is the same. */
    @Test
    void aLineWithoutARecordTakesNobodyElses() {
        long drop = drop("mine", 2, 10, List.of());
        Outcomes outcomes = new Outcomes(ledger, drop, next -> {});

        assertThat(outcomes.next("mine:gone")).isEqualTo(new Outcomes.End(null, null));
        assertThat(outcomes.next("mine:99999").record()).isNotNull();
        assertThat(outcomes.isAtEnd()).isFalse();
        assertThat(outcomes.next("mine:99998").record()).isNotNull();
        assertThat(outcomes.isAtEnd()).isTrue();
    }
}
