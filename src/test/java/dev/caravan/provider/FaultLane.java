package dev.caravan.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.ledger.BatchState;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.RecordState;
import dev.caravan.model.Credential;
import dev.caravan.provider.ProviderRig.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.builder.ExchangeBuilder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One provider, taken through its cells one after another, each with records of its own. */
final class FaultLane {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ProviderRig rig;
    private final String name;
    private Iterator<FaultCell> cells = Collections.emptyIterator();
    private int size;
    private final List<Note> published = new ArrayList<>();
    private final TreeMap<String, JsonNode> lines = new TreeMap<>();
    private @Nullable FaultCell cell;
    private List<Note> notes = List.of();
    private String file = "";

    /** @param least fewest records of a batch */
    FaultLane(ProviderRig rig, String name, int least) {
        this.rig = rig;
        this.name = name;
        this.size = least + 2;
    }

    String name() {
        return name;
    }

    void take(List<FaultCell> more) {
        cells = List.copyOf(more).iterator();
    }

    /** Goes on to the next cell; false if there is none. */
    boolean next() {
        cell = cells.hasNext() ? cells.next() : null;
        return cell != null;
    }

    FaultCell cell() {
        return Objects.requireNonNull(cell);
    }

    String rules() {
        return cell().rules(name);
    }

    /** Drops what meets the fault; no two files have the same number of records. */
    void begin() throws Exception {
        if (cell().plan() == FaultCell.Plan.MODELS) {
            askForModels();
            return;
        }
        notes = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            notes.add(new Note(name + "-" + size + "-" + i, "It is day " + i + " of " + size));
        }
        size++;
        file = rig.put(name, notes);
    }

    /** The fault may end the inquiry, and nothing else. */
    private void askForModels() {
        Credential credential =
                rig.bean(dev.caravan.model.Models.class).credentials().get(name);
        String protocol = credential.provider().protocol();
        var inquiry = new ModelInquiry(
                rig.bean(Protocols.class).get(protocol).name(), credential.baseUrl(), name, credential.settings());
        var exchange = ExchangeBuilder.anExchange(rig.camel()).build();
        exchange.setVariable("inquiry", inquiry);
        rig.camel().createProducerTemplate().send("direct:" + protocol + "-models", exchange);
    }

    /** Does what the cell needs somebody to do while it runs. */
    void act() {
        if (cell().plan() == FaultCell.Plan.CANCEL) {
            rig.sealed(file);
            long batch = Awaitility.await(name + " " + cell().title())
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::running, id -> id > 0);
            rig.ledger().batches().requestCancel(batch);
        }
    }

    private long running() {
        for (long id = 1; ; id++) {
            Optional<Batches.Batch> batch = rig.ledger().batches().find(id);
            if (batch.isEmpty()) {
                return 0;
            }
            if (batch.get().credential().equals(name)
                    && batch.get().state() == BatchState.SUBMITTED
                    && batch.get().providerId() != null) {
                return id;
            }
        }
    }

    /**
     * Waits until the records are at rest and looks at what became of them.
     *
     * @return how many were to be charged, once each
     */
    int end() throws Exception {
        if (cell().plan() == FaultCell.Plan.MODELS) {
            return 0;
        }
        String where = name + ": " + cell().title();
        long drop = rig.sealed(file);
        if (cell().end() == FaultCell.End.AGAIN || cell().end() == FaultCell.End.PAID_AGAIN) {
            // What waits for its next attempt looks as if it were at rest.
            rig.until(drop, RecordState.PUBLISHED, notes.size());
        } else {
            rig.settled(drop, PATIENCE, where);
        }
        Map<String, String> rows = rig.rows(drop);
        Map<String, Integer> states = new TreeMap<>();
        rows.values().forEach(row -> states.merge(row.replaceFirst(" .*", ""), 1, Integer::sum));
        assertThat(rows).as(where).hasSize(notes.size());
        int all = notes.size();
        switch (cell().end()) {
            case ONCE -> assertThat(rows.values()).as(where).containsOnly("PUBLISHED ok 1");
            case AGAIN, PAID_AGAIN -> assertThat(states).as(where).isEqualTo(Map.of("PUBLISHED", all));
            case ONE_FOR_A_PERSON ->
                assertThat(states).as(where).isEqualTo(Map.of("PUBLISHED", all - 1, "INVALID_OUTPUT", 1));
            case TWO_FOR_A_PERSON ->
                assertThat(states).as(where).isEqualTo(Map.of("PUBLISHED", all - 2, "INVALID_OUTPUT", 2));
            case GONE -> assertThat(rows.values()).as(where).containsOnly("PROVIDER_ERROR results_gone 1");
            case HELD -> assertThat(states.keySet()).as(where).contains("HELD").isSubsetOf("HELD", "PUBLISHED");
            case NOTHING -> throw new IllegalStateException(where);
        }
        keep(drop, rows);
        int paidAgain = cell().end() == FaultCell.End.PAID_AGAIN ? all / 2 : 0;
        return states.getOrDefault("PUBLISHED", 0) + states.getOrDefault("INVALID_OUTPUT", 0) + paidAgain;
    }

    private void keep(long drop, Map<String, String> rows) throws Exception {
        TreeMap<String, JsonNode> found = rig.published(name, drop);
        for (Note note : notes) {
            boolean isThere = rows.get(note.note_id()).startsWith("PUBLISHED");
            assertThat(found.containsKey(note.note_id())).as(note.note_id()).isEqualTo(isThere);
            if (isThere) {
                published.add(note);
                lines.put(note.note_id(), found.get(note.note_id()));
            }
        }
    }

    /** All that was published since the last comparison is what a task of the same model publishes that nothing disturbs. */
    void publishedAsIfNothingHadHappened(String calm) throws Exception {
        if (published.isEmpty()) {
            return;
        }
        long drop = rig.sealed(rig.put(calm, published));
        rig.settled(drop, PATIENCE, calm);
        TreeMap<String, JsonNode> undisturbed = rig.published(calm, drop);
        assertThat(lines).hasSameSizeAs(undisturbed);
        lines.forEach((id, line) -> assertThat(bare(line)).as(id).isEqualTo(bare(undisturbed.get(id))));
        published.clear();
        lines.clear();
    }

    /** Without what names a place, an attempt or a task. */
    private static JsonNode bare(JsonNode line) {
        ObjectNode bare = line.deepCopy();
        bare.remove(List.of("batch", "publication", "record", "drop", "task", "attempt"));
        return bare;
    }
}
