package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The jobs of one surface. Ids are those of {@link NewJob}. A job hidden for V, or deleted, is not there for any
 * method but {@link #any}.
 */
public final class Jobs {
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private final String surface;
    private final JobStore store;
    private final FaultBook faults;
    private final Lifecycle lifecycle;
    private final LiveBill live;
    private final Map<String, Long> createdAtCall = new ConcurrentHashMap<>();

    Jobs(String surface, JobStore store, FaultBook faults, Lifecycle lifecycle, LiveBill live) {
        this.surface = surface;
        this.store = store;
        this.faults = faults;
        this.lifecycle = lifecycle;
        this.live = live;
    }

    /**
     * An empty file to write an input to while it arrives, on the disk of the jobs. Whoever asked for it deletes it; the
     * next start does so at the latest.
     */
    public Path scratch() throws IOException {
        return store.scratch();
    }

    /** Accepts a job: from here on it exists and its lines can cost money. */
    public JobView create(NewJob job) throws IOException {
        var document = Job.begun(job, lifecycle.time().millis());
        Optional<FaultRule> file = faults.onFile(surface, job.input());
        Finding doom = job.doom();
        if (doom != null) {
            document.putObject("end").put("do", "fail").put("code", doom.code()).put("message", doom.message());
        } else if (file.isPresent()) {
            document.set("end", file.get().asJson());
        } else {
            faults.onBatch(surface, job.description(), Set.of("expire", "cancel", "fail"))
                    .ifPresent(rule -> document.set("end", rule.asJson()));
        }
        faults.onBatch(surface, job.description(), Set.of("stay"))
                .ifPresent(rule -> document.set("stay", rule.asJson()));
        createdAtCall.put(job.id(), lifecycle.time().calls(surface));
        return store.create(job.id(), document, job.input()).view();
    }

    /**
     * Answers a single call as a line of a job would be answered; on the bill at once, if it is an answer. Faults of lines
     * that are about rows alone do nothing here.
     *
     * @param vendor what a job would remember
     * @param line as a job would have it, without an id
     */
    public Answer live(ObjectNode vendor, ObjectNode line) throws IOException {
        String text = Json.write(line);
        String id = "live-" + Hash.hex(text);
        Twist twist = faults.onLine(surface, id, text);
        boolean ofRows = Set.of(Twist.MISSING, Twist.DUPLICATE, Twist.SWAP, Twist.STATUS_0)
                .contains(twist);
        Answer answer = lifecycle
                .runner()
                .dialect()
                .answer(new JobInput(id, vendor, Path.of("")), new JobLine(1, id, line), ofRows ? Twist.NONE : twist);
        if (answer.isOk()) {
            live.add(surface, answer.tokens());
        }
        return answer;
    }

    /** The ids of all jobs, newest first. */
    public List<String> ids() {
        return store.list().stream().filter(this::shown).map(Job::id).toList();
    }

    /** A job as it is, without moving it. */
    public Optional<JobView> peek(String id) {
        return find(id).map(Jobs::view);
    }

    /** Moves a job as one poll does. */
    public Optional<JobView> poll(String id) throws IOException {
        return poll(List.of(id)).stream().findFirst();
    }

    /** Moves what a list shows. Waits a second at most for work under way, for all of them together. */
    public List<JobView> poll(List<String> ids) throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        List<JobView> seen = new ArrayList<>();
        for (String id : ids) {
            Optional<Job> found = find(id);
            if (found.isPresent()) {
                Job job = found.get();
                synchronized (job) {
                    lifecycle.poll(job, deadline);
                    seen.add(job.view());
                }
            }
        }
        return seen;
    }

    /** Asks a job to stop. Empty when there is no such job, or it was over before; {@link #peek} tells which. */
    public Optional<JobView> cancel(String id) throws IOException {
        Optional<Job> found = find(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Job job = found.get();
        synchronized (job) {
            return lifecycle.cancel(job) ? Optional.of(job.view()) : Optional.empty();
        }
    }

    /** Forgets a job for everybody but the bill. Returns false when there was no such job. */
    public boolean delete(String id) throws IOException {
        Optional<Job> found = find(id);
        if (found.isPresent()) {
            Job job = found.get();
            synchronized (job) {
                job.delete();
                job.save();
            }
        }
        return found.isPresent();
    }

    /** A result file that {@link Dialect#finish} left with the job; empty when no row went into it. */
    public Optional<Path> result(String id, String file) {
        return find(id).map(job -> job.folder().results().resolve(file)).filter(Files::isRegularFile);
    }

    /** The newest job that fits, hidden and deleted ones among them: for create calls that know they were made before. */
    public Optional<JobView> any(Predicate<JobView> fits) {
        return store.list().stream().map(Jobs::view).filter(fits).findFirst();
    }

    private Optional<Job> find(String id) {
        return store.find(id).filter(this::shown);
    }

    private boolean shown(Job job) {
        long age = lifecycle.time().millis() - job.createdMillis();
        // From before a restart: no call of this process has seen it begin.
        long calls = lifecycle.time().calls(surface) - createdAtCall.getOrDefault(job.id(), Long.MIN_VALUE / 2);
        return !job.isDeleted() && lifecycle.settings().hidden(surface).over(age, calls);
    }

    private static JobView view(Job job) {
        synchronized (job) {
            return job.view();
        }
    }
}
