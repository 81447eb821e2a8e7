package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Assembly.Load;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Quotas;
import dev.caravan.model.Ability;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.ModelFacts;
import dev.caravan.model.Price;
import dev.caravan.model.TokenFacts;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What requests will need, before they are sent. */
final class Estimates {
    /** Where a task does not limit its answers and none is known yet. */
    private static final int UNKNOWN_OUTPUT = 1_000;

    /** Answers that are longer than the last ones were. */
    private static final double MARGIN = 1.1;

    /** So many batches of the smallest kind fill a limit: while one ends the others run. */
    private static final int SHARE = 4;

    private final Ledger ledger;
    private final Map<String, TokenMeter> meters = new ConcurrentHashMap<>();

    Estimates(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * For one batch of the task.
     *
     * @param budget what it may cost at most, in millionths of a dollar
     */
    Estimate begin(BoundTask task, long budget) {
        BatchModel model = task.task().model();
        String encoding =
                model.facts().map(ModelFacts::tokens).map(TokenFacts::encoding).orElse(TokenFacts.BYTES);
        Price price = model.facts().map(ModelFacts::price).orElse(Price.FREE);
        TokenMeter meter = meters.computeIfAbsent(encoding, TokenMeter::of).fresh();
        return new Estimate(model.model(), meter, outputs(task), price, caps(model, budget));
    }

    /**
     * What a real-time call with this line costs at most, in millionths of a dollar: with an answer as long as the parameters
     * allow, or where nothing limits it as long as the last ones were.
     */
    long mostAtOnce(BoundTask task, LineBuffer line) {
        Estimate estimate = begin(task, Long.MAX_VALUE);
        return estimate.mostAtOnce(line);
    }

    /** A line may have what the provider and the account are known to take at all; a batch a part of what may wait there. */
    private Caps caps(BatchModel model, long budget) {
        Credential credential = model.credential();
        long batch = credential.provider().limits().tokens();
        long told = credential.enqueuedTokens(model.model());
        long now = ledger.quotas()
                .find(credential.name(), model.model())
                .map(Quotas.Quota::limit)
                .orElse(told);
        long share = Math.min(told, now);
        long usual = Math.min(batch, share == Long.MAX_VALUE ? share : share / SHARE);
        return new Caps(
                Math.min(batch, told),
                usual,
                budget,
                credential.provider().limits().least());
    }

    /** What the last answers had, else what they may have. */
    private Outputs outputs(BoundTask task) {
        BatchModel model = task.task().model();
        if (model.ability() != Ability.CHAT) {
            return new Outputs(0, 0);
        }
        long most = mostOutput(model.parameters());
        long unknown = most > 0 ? most : UNKNOWN_OUTPUT;
        double usual = ledger.quotas().outputTokens(task.recipeId()).orElse(unknown / MARGIN) * MARGIN;
        return new Outputs((long) Math.ceil(usual), most > 0 ? most : -1);
    }

    /** The limit of output tokens among the parameters, whatever the provider calls it and wherever it lies; 0 if none. */
    static long mostOutput(Map<?, ?> parameters) {
        long most = 0;
        for (Map.Entry<?, ?> entry : parameters.entrySet()) {
            String key = String.valueOf(entry.getKey()).replace("_", "").toLowerCase(java.util.Locale.ROOT);
            if (entry.getValue() instanceof Map<?, ?> inner) {
                most = Math.max(most, mostOutput(inner));
            } else if (entry.getValue() instanceof Number number
                    && key.matches("max(completion|output|new|gen)?(tokens|len)")) {
                most = Math.max(most, number.longValue());
            }
        }
        return most;
    }

    /** Tokens of an answer as they usually are, and at most; -1 where nothing limits them. */
    record Outputs(long usual, long most) {}

    /** Input tokens at most of a line and of a batch, what a batch may cost, and fewest requests of one. */
    record Caps(long line, long batch, long micros, int least) {}

    /** Of one batch, as its lines come. */
    static final class Estimate {
        private final String model;
        private final TokenMeter meter;
        private final Outputs output;
        private final Price price;
        private final Caps caps;
        private long requests;
        private long tokens;
        private long next;

        Estimate(String model, TokenMeter meter, Outputs output, Price price, Caps caps) {
            this.model = model;
            this.meter = meter;
            this.output = output;
            this.price = price;
            this.caps = caps;
        }

        /** Looks at the line that may come next, which begins at {@code from}; returns its input tokens. */
        long look(LineBuffer lines, int from) {
            next = meter.tokens(lines.bytes(), from, lines.size() - from);
            return next;
        }

        /** Most input tokens of a line. */
        long mostOfALine() {
            return caps.line();
        }

        /** Whether the batch has room for the line that was looked at; the first always fits. */
        boolean fits() {
            long most = requests < caps.least() ? caps.line() : caps.batch();
            return requests == 0 || tokens + next <= most;
        }

        /** Whether the line that was looked at is within the budget. */
        boolean isAffordable() {
            return price.micros(tokens + next, 0, (requests + 1) * output.usual()) <= caps.micros();
        }

        void add() {
            requests++;
            tokens += next;
        }

        long mostAtOnce(LineBuffer line) {
            return price.realTimeMicros(look(line, 0), 0, Math.max(output.usual(), output.most()));
        }

        Load load() {
            long usual = price.micros(tokens, 0, requests * output.usual());
            return new Load(model, tokens, usual, Math.max(usual, most()));
        }

        private long most() {
            if (output.most() < 0) {
                return price.equals(Price.FREE) ? 0 : Load.UNLIMITED;
            }
            return Math.min(Load.UNLIMITED, price.micros(tokens, 0, requests * output.most()));
        }
    }
}
