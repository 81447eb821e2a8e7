package dev.caravan.rerun;

import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Reruns.NewRerun;
import dev.caravan.ledger.Reruns.Rerun;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends records again that a filter picks: shown first, then one act with a reason, then done piece by piece. */
public final class Reruns {
    private final Ledger ledger;
    private final Previews previews;
    private final RerunWork work;
    private final RerunDesk desk;
    private final Earlier earlier;

    Reruns(Ledger ledger, Previews previews, RerunWork work, Earlier earlier) {
        this.ledger = ledger;
        this.previews = previews;
        this.work = work;
        this.earlier = earlier;
        this.desk = new RerunDesk(ledger, this);
    }

    /**
     * What it would be. Reads all records of the task, or the drop: some seconds for millions.
     *
     * @throws IllegalArgumentException if there is no such task or drop
     */
    public Preview preview(Filter filter) {
        return previews.of(filter);
    }

    /**
     * Begins a rerun; it goes on by itself, also after a crash. Returns its number.
     *
     * @throws IllegalArgumentException if there is no reason, nothing to send, or no such task or drop
     */
    public long start(Filter filter, String actor, String why) {
        return start(filter, actor, why, 0);
    }

    /** @param request that is answered with it; 0 for none */
    long start(Filter filter, String actor, String why, long request) {
        if (why.isBlank()) {
            throw new IllegalArgumentException("why says why they go again; it must be given, for it is kept");
        }
        Preview preview = preview(filter);
        if (preview.records() == 0) {
            throw new IllegalArgumentException("Nothing goes again. " + preview.line());
        }
        Long micros = preview.micros();
        return ledger.reruns()
                .begin(
                        new NewRerun(
                                actor,
                                why.strip(),
                                ledger.recipes().taskId(filter.task()),
                                Stored.write(filter, previews.recipes(filter)),
                                preview.records(),
                                micros == null ? 0 : micros),
                        request);
    }

    /** The newest ones, newest first. */
    public List<Rerun> newest(int limit) {
        return newest(limit, null);
    }

    /** The newest ones of these tasks, newest first; null for all. */
    public List<Rerun> newest(int limit, @Nullable Set<String> tasks) {
        return newest(limit, 0, tasks);
    }

    /** The same, only those with a number below {@code before}; 0 for the newest. */
    public List<Rerun> newest(int limit, long before, @Nullable Set<String> tasks) {
        return ledger.reruns().newest(limit, before, tasks);
    }

    /** The name of the task that it is about. */
    public String task(Rerun rerun) {
        return ledger.recipes().taskName(rerun.taskId());
    }

    /** One by its number; null if there is none. */
    public @Nullable Rerun find(long id) {
        return ledger.reruns().find(id).orElse(null);
    }

    /** One round: answers what was asked on the command line, and does what was begun. For the route. */
    public void once() throws IOException {
        if (desk.isAsked() || !ledger.reruns().open().isEmpty()) {
            ledger.nodes().duties().alone("reruns", this::work);
        }
        earlier.tellOnce();
    }

    private void work() throws IOException {
        desk.work();
        IOException first = null;
        for (Rerun rerun : ledger.reruns().open()) {
            try {
                work.finish(rerun);
            } catch (IOException e) {
                // It goes on in the next round; one that can't does not keep the others.
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
