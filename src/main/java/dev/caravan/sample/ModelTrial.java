package dev.caravan.sample;

import dev.caravan.batch.SingleRecords.Judged;
import dev.caravan.batch.SingleRecords.Request;
import dev.caravan.ledger.Assembly.InputAt;
import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Lists.DropRow;
import dev.caravan.ledger.Lists.RecordRow;
import dev.caravan.ledger.Lists.Slice;
import dev.caravan.ledger.OpenItems.Whereabouts;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.provider.ProviderResult;
import dev.caravan.realtime.Answered;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Finding;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One record or one text asked of a batch model in real time, by a person who wants to see what it answers. Nothing is queued,
 * published or kept, but what the call costs, against the budget of its task, and an event that says who made it.
 */
public final class ModelTrial {
    /** Longest text, in characters. */
    public static final int LONGEST = 20_000;

    private static final int DROPS_LOOKED_AT = 5;

    private final Tasks tasks;
    private final Ledger ledger;
    private final Spool spool;
    private final TaskCalls calls;

    ModelTrial(Tasks tasks, Ledger ledger, Spool spool, TaskCalls calls) {
        this.tasks = tasks;
        this.ledger = ledger;
        this.spool = spool;
        this.calls = calls;
    }

    /**
     * What would be asked. Nothing was sent.
     *
     * @param about for an event: no content
     * @param input as the model gets it: the text, or the record as JSON
     * @param ruled whether the answer is held to the rules of a task
     */
    public record Ready(BatchModel model, Request request, String about, String input, boolean ruled) {

        /** What it costs at most, in millionths of a US dollar, as far as anybody can know. */
        public long most() {
            return request.most();
        }
    }

    /**
     * What came of it.
     *
     * @param verdict {@code answered}, {@code valid}, {@code review}, {@code invalid} or {@code error}
     * @param code as a record of a batch would get it; {@code ok} if fine
     * @param answer what the model said; empty if nothing
     * @param findings every broken rule
     * @param micros millionths of a US dollar
     */
    public record Told(
            String verdict,
            String code,
            String detail,
            String answer,
            List<String> findings,
            ProviderResult.Tokens tokens,
            long micros,
            long millis) {
        public Told {
            findings = List.copyOf(findings);
        }
    }

    /**
     * A text that is all of the prompt.
     *
     * @param workspace that pays, as for requests of the gateway
     * @throws IllegalArgumentException if it can't be asked; the message is for whoever wants it
     */
    public Ready ofText(BatchModel model, String workspace, String text) throws IOException {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("The text has 1 to " + LONGEST + " characters");
        }
        String spoken = model.ability() == Ability.EMBEDDINGS ? "embeddings" : "chat";
        String why = tasks.gateway().model(workspace, spoken, model.name()).why();
        if (!why.isEmpty()) {
            throw new IllegalArgumentException("The batch model " + model.name() + " " + why);
        }
        String task = GatewayTasks.name(workspace, spoken, model.name());
        return new Ready(model, calls.request(task, text), "a text", text, false);
    }

    /**
     * A record of a task that uses the model, with the task's prompt, schema and rules. The record is not touched.
     *
     * @param sourceId of its newest revision; empty for the first record of the newest drop that has any
     * @throws IllegalArgumentException if there is none, or it can't be asked; the message is for whoever wants it
     */
    public Ready ofRecord(BatchModel model, String task, String sourceId) throws IOException {
        boolean uses = tasks.find(task)
                .filter(one -> one.model().name().equals(model.name()))
                .isPresent();
        if (!uses) {
            throw new IllegalArgumentException("There is no task \"" + task + "\" that uses " + model.name());
        }
        RecordRow row = (sourceId.isEmpty() ? newest(task) : ledger.lists().current(task, sourceId))
                .orElseThrow(() -> new IllegalArgumentException(
                        sourceId.isEmpty()
                                ? "The task " + task
                                        + " has no record in its last drops: drop a file, or ask with a text"
                                : "The task " + task + " has no record \"" + sourceId + "\""));
        InputAt at = ledger.openItems()
                .whereabouts(row.id())
                .flatMap(Whereabouts::input)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The input of record \"" + row.sourceId() + "\" is not kept any more: take another one"));
        byte[] input = new SegmentReader(spool).line(at.segment(), at.offset(), at.index());
        return new Ready(
                model,
                calls.request(task, JsonRecord.parse(input)),
                "record " + row.id() + " of task " + task,
                new String(input, StandardCharsets.UTF_8),
                true);
    }

    private Optional<RecordRow> newest(String task) {
        for (DropRow drop : ledger.lists().drops(new Slice(Set.of(task), 0, DROPS_LOOKED_AT), null, null, null)) {
            List<RecordRow> first = ledger.lists().records(drop.drop().id(), null, null, 0, 1);
            if (!first.isEmpty()) {
                return Optional.of(first.get(0));
            }
        }
        return Optional.empty();
    }

    /**
     * Asks, once.
     *
     * @throws NoAnswerException if the provider gave no answer
     * @throws IllegalArgumentException if the model can't be asked in real time
     */
    public Told ask(Ready ready, String actor) throws NoAnswerException {
        try {
            Answered answered = calls.ask(ready.request());
            Told told = ready.ruled() ? judged(ready.request(), answered) : plain(answered);
            raise(
                    ready,
                    actor,
                    told.code() + ", " + told.tokens().in() + " tokens in, "
                            + told.tokens().out() + " out, $"
                            + BigDecimal.valueOf(told.micros(), 6).toPlainString() + ", " + told.millis() + " ms");
            return told;
        } catch (NoAnswerException e) {
            raise(ready, actor, "no answer, " + e.code());
            throw e;
        }
    }

    private void raise(Ready ready, String actor, String outcome) {
        ledger.events()
                .raise(
                        EventKind.MODEL_TRIED,
                        "model " + ready.model().name(),
                        actor,
                        "It was asked about " + ready.about() + " in real time: " + outcome);
    }

    private Told judged(Request request, Answered answered) {
        Judged judged = calls.judge(request, answered);
        byte[] value = judged.value();
        return told(
                answered,
                judged.worth().name().toLowerCase(Locale.ROOT),
                judged.code(),
                judged.detail(),
                value == null ? said(answered.result()) : new String(value, StandardCharsets.UTF_8),
                judged.findings().stream().map(Finding::toString).toList());
    }

    private static Told plain(Answered answered) {
        ProviderResult result = answered.result();
        String verdict = switch (result.outcome()) {
            case OK -> "answered";
            case TRUNCATED, REFUSED, BLOCKED -> "invalid";
            default -> "error";
        };
        return told(answered, verdict, result.code(), result.detail(), said(result), List.of());
    }

    private static String said(ProviderResult result) {
        String answer = result.answer();
        return answer == null ? "" : answer;
    }

    private static Told told(
            Answered answered, String verdict, String code, String detail, String answer, List<String> findings) {
        return new Told(
                verdict,
                code,
                detail,
                answer,
                findings,
                answered.result().tokens(),
                answered.micros(),
                answered.took().toMillis());
    }
}
