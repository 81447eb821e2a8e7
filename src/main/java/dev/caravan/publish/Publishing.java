package dev.caravan.publish;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Left;
import dev.caravan.ledger.Publications.Publication;
import dev.caravan.ledger.Publications.Share;
import dev.caravan.task.Gate;
import dev.caravan.task.Outlet;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.trace.InHand;
import dev.caravan.trace.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes publications: members stamped, content written, both frozen in the ledger, in this order. */
final class Publishing {
    private static final Logger LOG = LoggerFactory.getLogger(Publishing.class);

    /** Records that an event names, of each sink. */
    private static final int NAMED = 100;

    private final Ledger ledger;
    private final Tasks tasks;
    private final ContentWriter contents;
    private final RejectsWriter rejects;
    private final GateKeeper gates;
    private final int limit;
    private final Stuck stuck;
    private final DecisionWindow window;
    private final Map<String, Routing> routings = new HashMap<>();

    Publishing(
            Ledger ledger,
            Tasks tasks,
            ContentWriter contents,
            RejectsWriter rejects,
            int limit,
            Stuck stuck,
            DecisionWindow window) {
        this.ledger = ledger;
        this.tasks = tasks;
        this.contents = contents;
        this.rejects = rejects;
        this.limit = limit;
        this.stuck = stuck;
        this.window = window;
        this.gates = new GateKeeper(ledger, tasks);
    }

    /** Synchronized because two makers would take each other's half made publications for left ones. */
    synchronized boolean next() {
        Set<Integer> waiting = new HashSet<>(ledger.pauses().silentTasks());
        for (Publication restored : ledger.publications().restored()) {
            if (!waiting.contains(restored.taskId()) && !stuck.waits(restored.taskId()) && sendAgain(restored)) {
                return true;
            }
            waiting.add(restored.taskId());
        }
        for (Publication left : ledger.publications().leftOpen()) {
            if (!waiting.contains(left.taskId()) && !stuck.waits(left.taskId()) && make(left)) {
                return true;
            }
            waiting.add(left.taskId());
        }
        gates.look();
        Set<Integer> ready = new TreeSet<>(ledger.publications().tasksToPublish());
        ledger.publications().tasksDecided().stream()
                .filter(taskId -> window.isOver(taskId, task(taskId)))
                .forEach(ready::add);
        for (int taskId : ready) {
            if (waiting.contains(taskId) || task(taskId).isEmpty()) {
                continue;
            }
            boolean gated = task(taskId)
                    .filter(one -> one.publish().gate() != Gate.AUTO)
                    .isPresent();
            Optional<Publication> opened = ledger.publications().open(taskId, limit, gated);
            if (opened.isPresent()) {
                window.begin(taskId);
                if (make(opened.get())) {
                    return true;
                }
            }
        }
        return rejects(waiting);
    }

    private boolean rejects(Set<Integer> waiting) {
        for (Task task : tasks.byName().values()) {
            int taskId = task.publish().rejects() == null ? 0 : ledger.recipes().taskId(task.name());
            if (taskId == 0 || waiting.contains(taskId) || !window.isOver(-taskId, Optional.of(task))) {
                continue;
            }
            Optional<Publication> opened = ledger.publications().openRejects(taskId, limit);
            if (opened.isPresent()) {
                window.begin(-taskId);
                if (make(opened.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether people rejected something that is in no publication for the sink of that yet. */
    boolean rejectsWait() {
        return tasks.byName().values().stream()
                .filter(task -> task.publish().rejects() != null)
                .anyMatch(task ->
                        ledger.publications().rejectsWait(ledger.recipes().taskId(task.name())));
    }

    private boolean make(Publication publication) {
        return step(publication, (task, name) -> {
            if (publication.rejects()) {
                rejects(publication, task, name);
                return;
            }
            ContentWriter.Made made = contents.write(
                    publication, name, routing(task), task.publish().reviewer());
            if (made.parked() > 0) {
                LOG.warn(
                        "Publication {} of {}: {} records wait for a person (publish.unmatched), because a condition of"
                                + " publish.to can't be decided for them",
                        publication.id(),
                        name,
                        made.parked());
            }
            Content content = made.content();
            if (content != null) {
                tellLeft(publication, made.shares());
                ledger.publications()
                        .sealed(publication.id(), content, task.publish().to(), made.shares());
                LOG.info(
                        "Publication {} of {}: {} records for {}",
                        publication.id(),
                        name,
                        content.records(),
                        sinks(task, made.shares()));
            }
        });
    }

    /** Before it is sealed, so that no crash keeps it back. The records are named by the number that their lines have. */
    private void tellLeft(Publication publication, List<Share> shares) {
        Map<String, List<Long>> bySink = new TreeMap<>();
        for (Left left : ledger.publications().leftBehind(publication.id(), shares)) {
            bySink.computeIfAbsent(left.sink(), sink -> new ArrayList<>()).add(left.recordId());
        }
        if (bySink.isEmpty()) {
            return;
        }
        List<String> sinks = new ArrayList<>();
        bySink.forEach((sink, records) -> sinks.add(sink + " keeps " + records.size() + " (record "
                + records.stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (records.size() > NAMED ? ", …" : "") + ")"));
        String body =
                "Newer revisions of values that sinks have go to other sinks now, and Caravan takes nothing back: "
                        + String.join("; ", sinks) + ". Delete them there: the column or key record says which";
        if (ledger.events().raiseOnce(EventKind.LEFT_BEHIND, "publication " + publication.id(), body)) {
            LOG.warn("Publication {}: {}", publication.id(), body);
        }
    }

    private void rejects(Publication publication, Task task, String name) throws IOException {
        Content content = rejects.write(publication, name);
        String sink = task.publish().rejects();
        ledger.publications().sealed(publication.id(), content, sink == null ? List.of() : List.of(sink));
        LOG.info(
                "Publication {} of {}: {} rejected records for {}",
                publication.id(),
                name,
                content.records(),
                sink == null ? "no sink" : sink);
    }

    /** Of the time before the ledger was put back: sinks that know it by its key or name take it as a repetition. */
    private boolean sendAgain(Publication publication) {
        return step(publication, (task, name) -> {
            List<Share> shares = ledger.publications().shares(publication.id());
            ledger.publications().again(publication.id(), again(publication, task, shares));
            LOG.info(
                    "Publication {} of {}: {} records once more for {}",
                    publication.id(),
                    name,
                    publication.records(),
                    sinks(task, shares));
        });
    }

    private boolean step(Publication publication, Step step) {
        String name = ledger.recipes().taskName(publication.taskId());
        try (Work work =
                Work.begin("publication", InHand.publication(publication.id()).task(name))) {
            work.say("caravan.records", publication.records());
            return step(publication, name, work, step);
        }
    }

    private boolean step(Publication publication, String name, Work work, Step step) {
        try {
            Task task = task(publication.taskId())
                    .orElseThrow(() -> new IOException("its task is no longer in the configuration, so its sinks are"
                            + " not known. Put the task back, with an empty publish.to if nobody needs it"));
            step.take(task, name);
            stuck.succeeded(publication.taskId());
            return true;
        } catch (IOException | UncheckedIOException | LedgerException e) {
            work.failed(e.getClass().getSimpleName());
            Duration wait = stuck.failed(publication.taskId());
            LOG.error(
                    "Publication {} of {} could not be made: {}. Nothing of it was delivered; next try in {} s",
                    publication.id(),
                    name,
                    Reasons.of(e),
                    wait.toSeconds());
            return false;
        }
    }

    /** What is done with a publication of a task that is configured. */
    @FunctionalInterface
    private interface Step {
        void take(Task task, String name) throws IOException;
    }

    private Optional<Task> task(int taskId) {
        return tasks.find(ledger.recipes().taskName(taskId));
    }

    private Routing routing(Task task) {
        return routings.computeIfAbsent(task.name(), name -> Routing.of(task.publish()));
    }

    /** Not to sinks that are to get a part of it today and of whose part nothing was made then. */
    private static List<String> again(Publication publication, Task task, List<Share> shares) {
        Set<String> made = shares.stream().map(Share::sink).collect(Collectors.toSet());
        List<String> sinks = new ArrayList<>();
        for (Outlet outlet : task.publish().outlets()) {
            if (outlet.isPlain() || made.contains(outlet.sink())) {
                sinks.add(outlet.sink());
            } else {
                LOG.warn(
                        "Publication {} does not go to {}: that sink had no condition and no fields of its own when it was"
                                + " made",
                        publication.id(),
                        outlet.sink());
            }
        }
        return sinks;
    }

    /** With the number of records of those that don't get all of them. */
    private static String sinks(Task task, List<Share> shares) {
        Map<String, Integer> parts = new HashMap<>();
        shares.forEach(share -> parts.put(share.sink(), share.content().records()));
        List<String> names = task.publish().outlets().stream()
                .map(outlet -> outlet.sink()
                        + (outlet.takesAll() || !parts.containsKey(outlet.sink())
                                ? ""
                                : " (" + parts.get(outlet.sink()) + ")"))
                .toList();
        return names.isEmpty() ? "no sink" : String.join(", ", names);
    }
}
