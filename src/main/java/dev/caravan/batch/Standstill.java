package dev.caravan.batch;

import dev.caravan.batch.BoundTasks.BoundTask;
import dev.caravan.ledger.Batches;
import dev.caravan.ledger.Batches.Except;
import dev.caravan.ledger.Pauses;
import dev.caravan.ledger.Pauses.Kind;
import dev.caravan.ledger.Pauses.Pause;
import dev.caravan.ledger.Pauses.What;
import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What people have paused, in terms of what it stops: credentials, tasks, recipes. Of a provider that is every credential of
 * it; of a batch model, every recipe by which a task would ask it today. Asked before each claim, and costs nothing while
 * nothing is paused. Thread-safe.
 */
public final class Standstill {
    private final Pauses pauses;
    private final Models models;
    private final Supplier<Iterable<BoundTask>> tasks;

    /** @param tasks of today, with those that other batch models answer */
    Standstill(Pauses pauses, Models models, Supplier<Iterable<BoundTask>> tasks) {
        this.pauses = pauses;
        this.models = models;
        this.tasks = tasks;
    }

    /** What is passed over by whatever sends something new. @param resting credentials that are left alone for other reasons */
    Except sending(Set<String> resting) {
        List<Pause> now = pauses.inForce();
        return now.isEmpty() ? Except.of(resting) : except(resting, now);
    }

    /** What is passed over by whatever asks about, and brings home, what was sent before. */
    Except calling(Set<String> resting) {
        List<Pause> now = inForceAndSilent();
        return now.isEmpty() ? Except.of(resting) : except(resting, now);
    }

    private Except except(Set<String> resting, List<Pause> now) {
        Set<String> credentials = new HashSet<>(resting);
        Set<Integer> ids = new HashSet<>();
        Set<Integer> recipes = new HashSet<>();
        for (Pause pause : now) {
            String name = pause.what().name();
            switch (pause.what().kind()) {
                case CREDENTIAL -> credentials.add(name);
                case PROVIDER -> of(name).forEach(credentials::add);
                case TASK -> ids.add(pause.taskId());
                case MODEL ->
                    tasks.get().forEach(task -> {
                        if (task.task().model().name().equals(name)) {
                            recipes.add(task.recipeId());
                        }
                    });
            }
        }
        return new Except(credentials, ids, recipes);
    }

    private List<String> of(String provider) {
        return models.credentials().values().stream()
                .filter(one -> one.provider().name().equals(provider))
                .map(Credential::name)
                .toList();
    }

    private List<Pause> inForceAndSilent() {
        return pauses.inForce().stream().filter(one -> one.terms().silent()).toList();
    }

    /** Why nothing of this task is sent to this batch model now; empty if something is. Of several, the one that lasts longest. */
    public Optional<Pause> of(String task, BatchModel model) {
        return longest(one -> concerns(one.what(), task, model.name(), model.credential()));
    }

    /** Why nothing is sent with this credential now, whatever the task. */
    Optional<Pause> of(Credential credential) {
        return longest(one -> one.what().kind() != Kind.TASK
                && one.what().kind() != Kind.MODEL
                && concerns(one.what(), "", "", credential));
    }

    /** The same of a task by its number in the ledger. */
    public Optional<Pause> of(int taskId, BatchModel model) {
        return longest(one -> one.what().kind() == Kind.TASK
                ? one.taskId() == taskId
                : concerns(one.what(), "", model.name(), model.credential()));
    }

    /** Why nothing of this batch is sent now. */
    Optional<Pause> of(BatchInHand batch) {
        Batches.Batch row = batch.batch();
        return of(row.credential(), row.taskId(), row.recipeId());
    }

    /** The same of one with these. */
    Optional<Pause> of(String credential, int taskId, int recipeId) {
        if (!sending(Set.of()).isPassedOver(credential, taskId, recipeId)) {
            return Optional.empty();
        }
        return longest(one -> except(Set.of(), List.of(one)).isPassedOver(credential, taskId, recipeId));
    }

    /** Whether a pause of this stops records of this task with this batch model. */
    private static boolean concerns(What what, String task, String model, Credential credential) {
        return switch (what.kind()) {
            case TASK -> what.name().equals(task);
            case MODEL -> what.name().equals(model);
            case CREDENTIAL -> what.name().equals(credential.name());
            case PROVIDER -> what.name().equals(credential.provider().name());
        };
    }

    private Optional<Pause> longest(Predicate<Pause> picked) {
        return pauses.inForce().stream()
                .filter(picked)
                .max(Comparator.comparing(one ->
                        one.terms().until() == null ? Instant.MAX : one.terms().until()));
    }

    /** Whether nobody is called with this credential, for whatever it may be. */
    public boolean isSilent(Credential credential) {
        return inForceAndSilent().stream()
                .map(Pause::what)
                .anyMatch(what -> (what.kind() == Kind.CREDENTIAL && what.name().equals(credential.name()))
                        || (what.kind() == Kind.PROVIDER
                                && what.name().equals(credential.provider().name())));
    }

    /** For how long since then this batch stood still because a person said so: it counts in no deadline. */
    Duration stood(BatchInHand batch, Instant from, Instant now) {
        Batches.Batch row = batch.batch();
        return stood(row.credential(), row.taskId(), row.recipeId(), from, now);
    }

    /** The same of one with these. */
    Duration stood(String credential, int taskId, int recipeId, Instant from, Instant now) {
        List<Span> spans = new ArrayList<>();
        for (Pause pause : pauses.since(from)) {
            if (except(Set.of(), List.of(pause)).isPassedOver(credential, taskId, recipeId)) {
                Instant end = pause.ended() == null ? now : pause.ended();
                spans.add(new Span(pause.at().isBefore(from) ? from : pause.at(), end.isAfter(now) ? now : end));
            }
        }
        return Span.union(spans);
    }

    private record Span(Instant from, Instant to) {
        /** How long they are together; where two overlap it counts once. */
        static Duration union(List<Span> spans) {
            Duration all = Duration.ZERO;
            Instant counted = Instant.MIN;
            for (Span span :
                    spans.stream().sorted(Comparator.comparing(Span::from)).toList()) {
                Instant begin = span.from.isAfter(counted) ? span.from : counted;
                if (span.to.isAfter(begin)) {
                    all = all.plus(Duration.between(begin, span.to));
                    counted = span.to;
                }
            }
            return all;
        }
    }
}
