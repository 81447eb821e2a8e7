package dev.caravan.publish;

import dev.caravan.ledger.Gates;
import dev.caravan.task.Gate;
import dev.caravan.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the gate of a drop closed: the same for whoever opens gates and for whoever shows them. Looks into the ledger
 * only as far as it is asked. For one thread.
 */
public final class Held {
    private final Gate gate;
    private final double mostErrors;
    private final Gates.Waiting drop;
    private final BooleanSupplier moving;
    private final Supplier<Gates.Sample> people;
    private Gates.@Nullable Sample sample;

    /** @param mostErrors of the sample, in percent */
    Held(Gate gate, double mostErrors, Gates.Waiting drop, BooleanSupplier moving, Supplier<Gates.Sample> people) {
        this.gate = gate;
        this.mostErrors = mostErrors;
        this.drop = drop;
        this.moving = moving;
        this.people = people;
    }

    /** @param drop at its closed gate, of a task that publishes so */
    public static Held of(Gates gates, Task.Publish publish, Gates.Waiting drop) {
        return new Held(
                publish.gate(),
                publish.maxErrorPercent(),
                drop,
                () -> gates.isMoving(drop.dropId()),
                () -> gates.sample(drop.dropId()));
    }

    /** Cheap ones first. */
    enum Reason {
        UNFINISHED,
        STOPPED,
        IN_REVIEW,
        MOVING,
        SAMPLE_OPEN,
        /** Nothing valid of the drop was in the sample by itself. */
        NO_SAMPLE,
        SAMPLE_WRONG
    }

    /** Empty if nothing keeps it closed any more. */
    Optional<Reason> first() {
        return Arrays.stream(Reason.values()).filter(this::holds).findFirst();
    }

    private boolean holds(Reason reason) {
        boolean sampled = gate == Gate.AFTER_SAMPLE;
        return switch (reason) {
            case UNFINISHED -> drop.unfinished() > drop.held();
            case STOPPED -> drop.held() > 0;
            case IN_REVIEW -> gate == Gate.AFTER_REVIEW && drop.review() > 0;
            case MOVING -> moving.getAsBoolean();
            case SAMPLE_OPEN -> sampled && sample().open() > 0;
            case NO_SAMPLE -> sampled && sample().open() == 0 && sample().decided() == 0;
            case SAMPLE_WRONG -> sampled && sample().open() == 0 && sample().errorPercent() > mostErrors;
        };
    }

    /** What people found so far. */
    Gates.Sample sample() {
        Gates.Sample known = sample;
        if (known == null) {
            known = people.get();
            sample = known;
        }
        return known;
    }

    /** All that keeps it closed, a sentence each; never empty. */
    public List<String> why() {
        List<String> why = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            // A drop that is not home yet may still bring its sample.
            if (holds(reason) && (reason != Reason.NO_SAMPLE || why.isEmpty())) {
                why.add(words(reason));
            }
        }
        if (why.isEmpty()) {
            why.add("Nothing any more: it is looked at again in a moment");
        }
        return why;
    }

    private String words(Reason reason) {
        return switch (reason) {
            case UNFINISHED ->
                String.format(
                        Locale.ROOT,
                        "%,d records have no outcome yet: queued, or at the provider",
                        drop.unfinished() - drop.held());
            case STOPPED ->
                String.format(
                        Locale.ROOT,
                        "%,d records are held until somebody lets them go: java -jar caravan.jar release --drop=%d",
                        drop.held(),
                        drop.dropId());
            case IN_REVIEW -> String.format(Locale.ROOT, "%,d records wait for a person", drop.review());
            case MOVING -> "A retry is planned, or a batch is not collected yet";
            case SAMPLE_OPEN ->
                String.format(Locale.ROOT, "%,d records of its sample are not decided", sample().open());
            case NO_SAMPLE -> "No valid record of it is in the sample: one is put into review in a moment";
            case SAMPLE_WRONG ->
                "Its sample has " + percent(sample().errorPercent()) + " errors, more than max-error "
                        + percent(mostErrors);
        };
    }

    /** What people found so far, in words; empty if its gate doesn't ask for a sample. */
    public String sampled() {
        if (gate != Gate.AFTER_SAMPLE) {
            return "";
        }
        return sample().decided() == 0
                ? String.format(Locale.ROOT, "nothing decided, %,d open", sample().open())
                : String.format(
                        Locale.ROOT,
                        "%,d of %,d decided were edited or rejected (%s, allowed %s), %,d open",
                        sample().wrong(),
                        sample().decided(),
                        percent(sample().errorPercent()),
                        percent(mostErrors),
                        sample().open());
    }

    static String percent(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " %";
    }
}
