package dev.caravan.rerun;

import dev.caravan.retention.Yard;
import dev.caravan.spool.LocalSpool;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.nio.file.Path;

/** Reruns over a real ledger and a real spool, for whoever stands in front of them. */
public final class RerunRig implements AutoCloseable {
    public final Yard yard;
    public final Reruns reruns;

    public RerunRig(Path data) {
        yard = new Yard(data, new LocalSpool(data.resolve("spool")));
        Tasks tasks = Yard.tasks(Task.Retention.FOR_EVER);
        var previews = new Previews(yard.ledger, tasks, task -> yard.recipe);
        reruns = new Reruns(
                yard.ledger, previews, new RerunWork(yard.ledger, yard.spool, previews), new Earlier(tasks, previews));
    }

    @Override
    public void close() {
        yard.close();
    }
}
