package dev.caravan.task;

import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import dev.caravan.model.Workspace;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named piece of work, as {@code config/tasks/<task>/} says.
 *
 * @param standIn answers what is too little for the batch model; null if a person decides
 * @param budget what it may cost; null for no limit
 * @param deadline null if a batch is never too late
 * @param workspace whose keys and people see it, and all that belongs to it
 * @param canary records that go first, alone, with a new recipe; null if all go at once
 */
public record Task(
        String name,
        int version,
        BatchModel model,
        @Nullable BatchModel standIn,
        Input input,
        Prompt prompt,
        Output output,
        Retry retry,
        Review review,
        Publish publish,
        Duration window,
        @Nullable Budget budget,
        @Nullable Deadline deadline,
        Retention retention,
        String workspace,
        @Nullable Canary canary) {

    /** Without a budget and a deadline; everything is kept, in the workspace {@code default}. */
    public Task(
            String name,
            int version,
            BatchModel model,
            @Nullable BatchModel standIn,
            Input input,
            Prompt prompt,
            Output output,
            Retry retry,
            Review review,
            Publish publish,
            Duration window) {
        this(
                name,
                version,
                model,
                standIn,
                input,
                prompt,
                output,
                retry,
                review,
                publish,
                window,
                null,
                null,
                Retention.FOR_EVER,
                Workspace.DEFAULT,
                null);
    }

    /** Without a batch model that stands in. */
    public Task(
            String name,
            int version,
            BatchModel model,
            Input input,
            Prompt prompt,
            Output output,
            Retry retry,
            Review review,
            Publish publish,
            Duration window) {
        this(name, version, model, null, input, prompt, output, retry, review, publish, window);
    }

    /** Whether its records are requests that callers wrote: nobody judges their answers, and no person is asked. */
    public boolean isWhole() {
        return prompt.whole() != null;
    }

    /** The same task, answered by another batch model. */
    public Task by(BatchModel other) {
        return new Task(
                name, version, other, null, input, prompt, output, retry, review, publish, window, budget, deadline,
                retention, workspace, canary);
    }

    /** The same task by the batch models that have these names now; one that is not there any more stays as it was. */
    Task with(Models models) {
        BatchModel now = models.models().getOrDefault(model.name(), model);
        Deadline late = deadline == null || deadline.moveTo() == null
                ? deadline
                : new Deadline(
                        deadline.after(),
                        deadline.cancels(),
                        models.models().getOrDefault(deadline.moveTo().name(), deadline.moveTo()),
                        deadline.review());
        return new Task(
                name,
                version,
                now,
                StandIns.of(now, models),
                input,
                prompt,
                output,
                retry,
                review,
                publish,
                window,
                budget,
                late,
                retention,
                workspace,
                canary);
    }

    /**
     * The first records with a recipe.
     *
     * @param records that must be answered before the others go
     * @param maxInvalidPercent of them, how much may break a rule
     */
    public record Canary(int records, double maxInvalidPercent) {}

    /**
     * What a record must bring.
     *
     * @param key field that holds the source record ID
     * @param required fields that must not be empty
     * @param maxChars most characters of all values of a record together
     * @param format a name of a record format; null: by file extension
     * @param delimiter one character; null: detected
     * @param keepRows whether rows before the place where a file went bad are kept
     * @param record name of the XML elements that are records; null: the children of the root
     */
    public record Input(
            String key,
            Set<String> required,
            int maxChars,
            @Nullable String format,
            @Nullable Character delimiter,
            boolean keepRows,
            @Nullable String record) {

        /** Records are what the format takes for them. */
        public Input(
                String key,
                Set<String> required,
                int maxChars,
                @Nullable String format,
                @Nullable Character delimiter,
                boolean keepRows) {
            this(key, required, maxChars, format, delimiter, keepRows, null);
        }

        /** The same demands on a file of JSON lines. */
        public Input asJsonLines() {
            return new Input(key, required, maxChars, null, null, keepRows, null);
        }
    }

    /**
     * The two templates; {@code {{field}}} stands for an input field. {@code system} may be empty.
     *
     * @param whole where callers write their requests themselves, in the field {@code body}: a word of {@link GatewayTasks}
     *     for what they speak. Null where the templates make the request
     */
    public record Prompt(
            String system, String user, @Nullable String whole) {
        public Prompt(String system, String user) {
            this(system, user, null);
        }
    }

    /**
     * What an answer must satisfy.
     *
     * @param schema JSON Schema 2020-12 as JSON text; null where answers are plain (embeddings)
     * @param echo answer field → input field it must repeat, or {@link #NONCE}
     * @param among path of the answer → path of the input: values there must be one of the values here
     * @param rules comparisons that must hold, over answer fields and {@code input.field}
     * @param lenientFences whether JSON in a code fence counts
     */
    public record Output(
            @Nullable String schema,
            int schemaVersion,
            Map<String, String> echo,
            Map<String, String> among,
            Texts texts,
            List<String> rules,
            boolean lenientFences) {
        /** Stands for the nonce of a record in prompts and in {@code echo}. */
        public static final String NONCE = "caravan.nonce";

        /** Whatever the input offers. */
        public Output(
                @Nullable String schema,
                int schemaVersion,
                Map<String, String> echo,
                Texts texts,
                List<String> rules,
                boolean lenientFences) {
            this(schema, schemaVersion, echo, Map.of(), texts, rules, lenientFences);
        }

        /** With no demands on texts but these. */
        public Output(
                @Nullable String schema,
                int schemaVersion,
                Map<String, String> echo,
                boolean rejectHtml,
                int maxChars,
                boolean lenientFences) {
            this(
                    schema,
                    schemaVersion,
                    echo,
                    new Texts(rejectHtml ? Html.REJECT : Html.ALLOW, maxChars, List.of(), List.of()),
                    List.of(),
                    lenientFences);
        }

        /** The schema of what is published, and of what a person may write: without the nonce. Null where there is none. */
        public @Nullable String publishedSchema() {
            String nonce = nonceField();
            return nonce == null || schema == null ? schema : PublishedSchema.without(nonce, schema);
        }

        /** The field in which an answer must repeat the nonce; it is not published. Null if there is none. */
        public @Nullable String nonceField() {
            return echo.entrySet().stream()
                    .filter(one -> one.getValue().equals(NONCE))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse(null);
        }
    }

    /**
     * What every text in an answer must satisfy.
     *
     * @param maxChars most characters of any one
     * @param languages ISO 639-1 codes of those allowed; empty for any
     * @param forbidden patterns that no text may have, in the syntax of RE2
     */
    public record Texts(Html html, int maxChars, List<String> languages, List<String> forbidden) {}

    /** What becomes of markup in an answer. */
    public enum Html {
        REJECT,
        /** What could do harm is taken out, and what is left is the answer. */
        SANITIZE,
        ALLOW
    }

    /** Provider errors: how many tries in all, and how long to wait between them (doubling from first to longest). */
    public record Retry(int attempts, Duration first, Duration longest) {}

    /**
     * When a batch is late.
     *
     * @param after from the time its records were queued to their results
     * @param cancels whether it is cancelled then, and what was not run held
     * @param moveTo if given, it is cancelled then, and this one answers what was not run
     * @param review whether a person looks at what that one answers
     */
    public record Deadline(
            Duration after, boolean cancels, @Nullable BatchModel moveTo, boolean review) {
        public Deadline(Duration after, boolean cancels, @Nullable BatchModel moveTo) {
            this(after, cancels, moveTo, false);
        }

        public boolean moves() {
            return moveTo != null;
        }
    }

    /**
     * What a person must see.
     *
     * @param when expression over the answer's fields; null for none
     * @param samplePercent of valid answers, chosen by record id
     * @param afterAttempts failures caused by the record before a person looks at it
     * @param second whether a second person must agree before a value is published
     */
    public record Review(@Nullable String when, double samplePercent, int afterAttempts, boolean second) {
        /** One person is enough. */
        public Review(@Nullable String when, double samplePercent, int afterAttempts) {
            this(when, samplePercent, afterAttempts, false);
        }
    }

    /**
     * Where valid answers go.
     *
     * @param outlets sinks with what each gets; no name twice
     * @param rejects the sink for what people rejected; null for none
     * @param gate when a drop's results go there
     * @param maxErrorPercent for {@link Gate#AFTER_SAMPLE}: of the sample, how much people may have edited or rejected
     * @param reviewer whether sinks are told who approved or edited
     */
    public record Publish(
            List<Outlet> outlets, @Nullable String rejects, Gate gate, double maxErrorPercent, boolean reviewer) {

        /** At once, and each of these sinks gets every record as it was answered. */
        public Publish(List<String> to) {
            this(to.stream().map(Outlet::of).toList(), null, Gate.AUTO, 0, false);
        }

        /** Names of the sinks for valid answers, each the route {@code sink-<name>}. */
        public List<String> to() {
            return outlets.stream().map(Outlet::sink).toList();
        }

        /** All sinks that the task names. */
        public List<String> sinks() {
            Set<String> all = new LinkedHashSet<>(to());
            if (rejects != null) {
                all.add(rejects);
            }
            return List.copyOf(all);
        }
    }

    /**
     * What a task may cost.
     *
     * @param micros millionths of a US dollar
     * @param perDay for each UTC day anew, else for good
     */
    public record Budget(long micros, boolean perDay) {}

    /**
     * How long after a drop was read what is kept of it, once it is at rest.
     *
     * @param payloads its bytes: source, segments, requests, results, publications; null for ever
     * @param audit its rows in the ledger; null for ever
     */
    public record Retention(
            @Nullable Duration payloads, @Nullable Duration audit) {
        public static final Retention FOR_EVER = new Retention(null, null);
    }
}
