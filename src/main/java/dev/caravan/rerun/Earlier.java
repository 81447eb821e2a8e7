package dev.caravan.rerun;

import dev.caravan.task.Tasks;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells, once in a start, how many records were answered by earlier prompts, schemas or models than today's. */
final class Earlier {
    private static final Logger LOG = LoggerFactory.getLogger(Earlier.class);

    private final Tasks tasks;
    private final Previews previews;
    private boolean told;

    Earlier(Tasks tasks, Previews previews) {
        this.tasks = tasks;
        this.previews = previews;
    }

    /** Reads all records of a task that had another recipe before; not where it always had the same. */
    synchronized void tellOnce() {
        if (told) {
            return;
        }
        told = true;
        for (String task : tasks.byName().keySet()) {
            Filter earlier = new Filter(task, null, null, null, null, null, null, null, true, false);
            Set<Integer> recipes = previews.recipes(earlier);
            if (recipes == null || recipes.isEmpty()) {
                continue;
            }
            Preview preview = previews.of(earlier);
            if (preview.records() > 0) {
                LOG.info(
                        "Task {}: {} records were answered by an earlier prompt, schema or model than version {} with {}."
                                + " What it costs to answer them anew: java -jar caravan.jar rerun {}",
                        task,
                        preview.records(),
                        preview.version(),
                        preview.model(),
                        earlier);
            }
        }
    }
}
