package dev.caravan.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.config.Problem;
import dev.caravan.config.Problems;
import dev.caravan.ledger.Setups;
import dev.caravan.ledger.Setups.Draft;
import dev.caravan.ledger.Setups.Entry;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.ledger.Setups.Touch;
import dev.caravan.model.MadeEntry;
import dev.caravan.model.ModelFiles;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.setup.RefusedSetupException.Field;
import dev.caravan.setup.RefusedSetupException.Why;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes, changes and deletes credentials and batch models: what is wanted is held to all that holds for models.yaml, kept in the
 * ledger, and in force when the call returns. One at a time; thread-safe.
 */
public final class SetupDesk {
    private final Models models;
    private final ModelFiles files;
    private final Setups setups;
    private final Entries entries;
    private final CredentialDraft credentials;
    private final Uses uses;
    private final Clock clock;
    private List<Known> known = List.of();

    SetupDesk(
            Models models,
            ModelFiles files,
            Setups setups,
            Entries entries,
            CredentialDraft credentials,
            Uses uses,
            Clock clock) {
        this.models = models;
        this.files = files;
        this.setups = setups;
        this.entries = entries;
        this.credentials = credentials;
        this.uses = uses;
        this.clock = clock;
    }

    /** What was made over HTTP under this name; empty if nothing was, or a file says what it is. */
    public Optional<Shown> find(Kind kind, String name) {
        return place(kind, name).isPresent()
                ? Optional.empty()
                : setups.find(kind, name).map(Shown::of);
    }

    /** All that were made over HTTP and no file says otherwise, by name. */
    public Map<String, Shown> all(Kind kind) {
        return setups.list().stream()
                .filter(entry -> entry.draft().kind() == kind
                        && place(kind, entry.name()).isEmpty())
                .collect(Collectors.toMap(Entry::name, Shown::of));
    }

    /** Where a file says what is under this name, as {@code file:line}. */
    public Optional<String> place(Kind kind, String name) {
        return files.place(Entries.kind(kind), name);
    }

    /** Providers whose credentials can be made so: those that need nothing of the machine that Caravan runs on. */
    public List<Provider> providers() {
        return models.providers().values().stream().filter(credentials::takes).toList();
    }

    /** Names of the tasks that a batch model answers: always, where records are too few, or where they are late. */
    public List<String> tasks(String model) {
        return uses.tasks(model);
    }

    /** Who needs it, so that it can't be deleted; empty if nobody does. */
    public Optional<String> needs(Kind kind, String name) {
        return kind == Kind.MODEL ? uses.ofModel(name) : uses.ofCredential(name);
    }

    /** The batches that were sent with a credential and are not over; until then little of it can be changed. */
    public Optional<String> open(String credential) {
        return uses.openBatches(credential);
    }

    /**
     * Makes an entry.
     *
     * @param json its fields, without its name
     * @throws RefusedSetupException if there is one of this name, or it can't be as it is wanted
     */
    public synchronized Shown make(Kind kind, String name, ObjectNode json, String actor) throws RefusedSetupException {
        notOfAFile(kind, name);
        if (setups.find(kind, name).isPresent()) {
            throw taken(kind, name);
        }
        Draft draft = draft(kind, name, json, null, actor);
        Models wanted = judged(with(draft), draft);
        if (!setups.add(draft, actor, "It was made over HTTP: " + String.join(", ", names(json)))) {
            throw taken(kind, name);
        }
        models.become(wanted);
        return find(kind, name).orElseThrow();
    }

    /**
     * Changes an entry to be as it is wanted as a whole; secrets that are not named stay.
     *
     * @param seen the revision that the change was made from
     * @throws RefusedSetupException if it is at another one by now, is of a file, can't be as it is wanted, or what is needed
     *     would be no more
     */
    public synchronized Shown change(Kind kind, String name, ObjectNode json, Revision seen, String actor)
            throws RefusedSetupException {
        Entry before = at(kind, name, seen);
        Draft draft = draft(kind, name, json, before.draft(), actor);
        List<String> changed = Shown.changes(before.draft(), draft);
        if (kind == Kind.CREDENTIAL && Shown.reachesElsewhere(changed)) {
            String open = uses.openBatches(name).orElse(null);
            if (open != null) {
                throw RefusedSetupException.of(
                        Why.CONFLICT,
                        "What is open was sent with it as it is: " + open
                                + ". Until that has ended only its secrets and enqueued_tokens can be changed. Make another"
                                + " credential and let the batch models use that one");
            }
        }
        Models wanted = judged(with(draft), draft);
        if (!setups.change(draft, seen, actor, "It was changed over HTTP: " + String.join(", ", changed))) {
            throw stale(kind, name);
        }
        models.become(wanted);
        return find(kind, name).orElseThrow();
    }

    /**
     * Deletes an entry that nothing needs.
     *
     * @param seen the revision that is to be deleted
     * @throws RefusedSetupException if it is at another one by now, is of a file, or something needs it
     */
    public synchronized void delete(Kind kind, String name, Revision seen, String actor) throws RefusedSetupException {
        at(kind, name, seen);
        String needed = needs(kind, name).orElse(null);
        if (needed != null) {
            throw RefusedSetupException.of(
                    Why.CONFLICT,
                    "The " + Entries.kind(kind).word() + " \"" + name + "\" is in use: " + needed
                            + ". Nothing was deleted");
        }
        List<MadeEntry> left = others(kind, name);
        if (!setups.remove(kind, name, seen, actor, "It was deleted over HTTP, with its secrets")) {
            throw stale(kind, name);
        }
        models.become(files.with(left, new Problems()));
    }

    /** Takes over what other nodes made, changed or deleted since it was called the last time. */
    public synchronized void follow() {
        List<Entry> all = setups.list();
        List<Known> now = all.stream()
                .map(entry -> new Known(entry.draft().kind(), entry.name(), entry.revision()))
                .toList();
        if (!now.equals(known)) {
            models.become(files.with(all.stream().map(entries::made).toList(), new Problems()));
            known = now;
        }
    }

    private record Known(Kind kind, String name, Revision revision) {}

    private Entry at(Kind kind, String name, Revision seen) throws RefusedSetupException {
        notOfAFile(kind, name);
        Entry entry = setups.find(kind, name)
                .orElseThrow(() -> RefusedSetupException.of(Why.NOT_THERE, "There is no such entry"));
        if (!entry.revision().equals(seen)) {
            throw stale(kind, name);
        }
        return entry;
    }

    private Draft draft(Kind kind, String name, ObjectNode json, @Nullable Draft before, String actor)
            throws RefusedSetupException {
        return kind == Kind.MODEL
                ? ModelDraft.of(name, json)
                : credentials.of(name, json, before, new Touch(actor, clock.instant()));
    }

    private List<MadeEntry> others(Kind kind, String name) {
        return setups.list().stream()
                .filter(entry -> entry.draft().kind() != kind || !entry.name().equals(name))
                .map(entries::made)
                .toList();
    }

    private List<MadeEntry> with(Draft draft) {
        List<MadeEntry> all = new ArrayList<>(others(draft.kind(), draft.name()));
        all.add(entries.made(draft));
        return all;
    }

    /** All as it would be, if nothing is wrong with this one and nothing would be wrong with another because of it. */
    private Models judged(List<MadeEntry> all, Draft draft) throws RefusedSetupException {
        String title = entries.made(draft).title();
        Problems found = new Problems();
        Models wanted = files.with(all, found);
        Body body = new Body(Body.read(draft.body()));
        List<Field> own = found.sorted().stream()
                .filter(problem -> problem.file().equals(title))
                .map(body::field)
                .toList();
        if (!own.isEmpty()) {
            throw RefusedSetupException.notValid(own);
        }
        Problems known = new Problems();
        files.with(setups.list().stream().map(entries::made).toList(), known);
        List<String> others = found.sorted().stream()
                .filter(problem -> !known.sorted().contains(problem))
                .map(Problem::toString)
                .toList();
        Optional<String> broken = others.isEmpty() ? uses.broken(wanted) : Optional.of(String.join(". ", others));
        if (broken.isPresent()) {
            throw RefusedSetupException.of(Why.CONFLICT, broken.get() + ". Nothing was changed");
        }
        return wanted;
    }

    private void notOfAFile(Kind kind, String name) throws RefusedSetupException {
        String place = place(kind, name).orElse(null);
        if (place != null) {
            throw RefusedSetupException.of(
                    Why.CONFLICT,
                    "The " + Entries.kind(kind).word() + " \"" + name + "\" is defined in " + place
                            + ". Change it there and reload; over HTTP it can't be changed");
        }
    }

    private static List<String> names(ObjectNode json) {
        List<String> names = new ArrayList<>();
        json.properties().stream().filter(one -> !one.getValue().isNull()).forEach(one -> names.add(one.getKey()));
        return names;
    }

    private static RefusedSetupException taken(Kind kind, String name) {
        return RefusedSetupException.of(
                Why.CONFLICT,
                "There is a " + Entries.kind(kind).word() + " \"" + name
                        + "\" by now. Choose another name, or change that one");
    }

    private static RefusedSetupException stale(Kind kind, String name) {
        return RefusedSetupException.of(
                Why.CHANGED,
                "The " + Entries.kind(kind).word() + " \"" + name
                        + "\" was changed since you read it. Read it again and look at what is different. Nothing was changed");
    }
}
