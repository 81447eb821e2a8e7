package dev.caravan.batch;

import dev.caravan.batch.Reason.Why;
import dev.caravan.ledger.Budgets;
import dev.caravan.ledger.Canaries;
import dev.caravan.ledger.Holdups;
import dev.caravan.ledger.Lists;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.ledger.Recipes;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.TooFew;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Why queued records of a task are in no batch, and what keeps a credential back; a part of {@link WhyWaiting}. */
final class WhyQueued {
    private final From from;
    private final Models models;
    private final Tasks tasks;
    private final Standstill standstill;
    private final Function<String, Duration> rests;
    private final Clock clock;

    /** What of a ledger is read. */
    record From(Holdups holdups, Lists lists, Recipes recipes, Budgets budgets, Canaries canaries, Pauses pauses) {}

    /** @param rests for how long a credential is left alone still, as far as that is known here */
    WhyQueued(
            From from,
            Models models,
            Tasks tasks,
            Standstill standstill,
            Function<String, Duration> rests,
            Clock clock) {
        this.from = from;
        this.models = models;
        this.tasks = tasks;
        this.standstill = standstill;
        this.rests = rests;
        this.clock = clock;
    }

    From from() {
        return from;
    }

    Tasks tasks() {
        return tasks;
    }

    Clock clock() {
        return clock;
    }

    Standstill standstill() {
        return standstill;
    }

    /** Why queued records of a task are in no batch. */
    List<Reason> of(String name) {
        int taskId = from.holdups().task(name);
        Optional<Task> found = tasks.find(name);
        if (found.isEmpty()) {
            return List.of(reason(
                    Why.GONE,
                    "config/tasks no longer has its task \"" + name + "\"",
                    null,
                    "put it back, or cancel --task=" + name));
        }
        Task task = found.get();
        List<Reason> all = new ArrayList<>();
        standstill.of(name, task.model()).ifPresent(pause -> all.add(paused(pause)));
        credential(task.model().credential().name()).ifPresent(all::add);
        from.holdups().queue(taskId).ifPresent(waiting -> {
            Limits limits = task.model().credential().provider().limits();
            Instant opens = waiting.oldest().plus(task.window());
            if (waiting.records() < limits.requests() && opens.isAfter(clock.instant())) {
                all.add(reason(
                        Why.WINDOW,
                        waiting.records() + " records wait for more to share a batch with, for " + task.window()
                                + " at most",
                        opens,
                        ""));
            } else if (waiting.records() < limits.least()) {
                all.add(tooFew(task, waiting.records(), waiting.oldest(), limits));
            }
        });
        budget(task, taskId).ifPresent(all::add);
        canary(task, taskId).ifPresent(all::add);
        if (all.isEmpty()) {
            all.add(reason(Why.TURN, "a batch is cut of it as soon as a node comes to it", null, ""));
        }
        return all;
    }

    private Reason tooFew(Task task, long records, Instant oldest, Limits limits) {
        TooFew tooFew = task.model().tooFew();
        return reason(
                Why.TOO_FEW,
                records + " records are fewer than its provider takes in a batch (" + limits.least() + "); then "
                        + (tooFew.holds() ? "they are held" : tooFew.then() + " answers them"),
                oldest.plus(tooFew.waiting()),
                "drop more of them");
    }

    private Optional<Reason> budget(Task task, int taskId) {
        return from.budgets().room(taskId).filter(room -> room.left() <= 0).map(room -> {
            boolean daily = room.cap().perDay();
            return reason(
                    Why.BUDGET,
                    "the budget of its task, $" + dollars(room.cap().micros()) + (daily ? " a day" : "") + ", has $"
                            + dollars(Math.max(0, room.left())) + " left: $" + dollars(room.spent()) + " are spent, $"
                            + dollars(room.reserved() + room.assembled()) + " reserved",
                    daily ? midnight() : null,
                    "raise budget in the task.yaml of " + task.name() + " and reload");
        });
    }

    private Instant midnight() {
        return clock.instant()
                .atZone(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }

    private static String dollars(long micros) {
        return java.math.BigDecimal.valueOf(micros, 6)
                .setScale(2, java.math.RoundingMode.HALF_UP)
                .toPlainString();
    }

    private Optional<Reason> canary(Task task, int taskId) {
        Task.Canary canary = task.canary();
        int recipe = from.recipes().of(taskId).stream()
                .filter(one -> one.version() == task.version())
                .mapToInt(Recipes.Recipe::id)
                .max()
                .orElse(0);
        if (canary == null || from.canaries().verdict(taskId, recipe).isPresent()) {
            return Optional.empty();
        }
        Canaries.Progress progress = from.canaries().progress(taskId, recipe);
        return progress.open() == 0
                ? Optional.empty()
                : Optional.of(reason(
                        Why.CANARY,
                        "the first records of version " + task.version() + " are out: " + progress.judged() + " of "
                                + canary.records() + " are judged",
                        null,
                        "release --task=" + task.name() + " lets the others go now"));
    }

    /** A pause names who and why for operators; it is for those who may resume it. */
    static Reason paused(Pause pause) {
        What what = pause.what();
        return reason(
                Why.PAUSED,
                Pausing.words(what) + " is paused" + (pause.terms().silent() ? ", and nobody is called" : ""),
                pause.terms().until(),
                "resume --" + what.kind().word() + "=" + what.name());
    }

    /** Why nothing is sent with a credential now, beside a pause. */
    Optional<Reason> credential(String name) {
        Credential credential = models.credentials().get(name);
        if (credential == null) {
            return Optional.of(reason(
                    Why.GONE, "config/models.yaml no longer has its credential \"" + name + "\"", null, "put it back"));
        }
        Optional<String> closed = credential
                .secret()
                .missingVariable()
                .filter(variable -> !variable.isEmpty())
                .map(variable -> "the environment variable " + variable + " is not set")
                .or(credential.secret()::whyClosed);
        if (closed.isPresent()) {
            return Optional.of(reason(
                    Why.CREDENTIAL, "its credential \"" + name + "\" has no secret: " + closed.get(), null, "set it"));
        }
        Duration left = rests.apply(name);
        if (left.isZero() && from.holdups().stopped(name).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(reason(
                Why.CREDENTIAL,
                "its credential \"" + name
                        + "\" is left alone: its provider refused it or fails again and again, and one"
                        + " batch tries again by itself (event credential_stopped)",
                left.isZero() ? null : clock.instant().plus(left).truncatedTo(ChronoUnit.MILLIS),
                "if it was refused, look at its secret and rights"));
    }

    private static Reason reason(Why why, String text, @Nullable Instant until, String act) {
        return new Reason(why, text, until, act);
    }
}
