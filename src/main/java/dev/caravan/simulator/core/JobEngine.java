package dev.caravan.simulator.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Runs the jobs of all surfaces, one at a time. */
public final class JobEngine implements AutoCloseable {
    private final SimulatorData data;
    private final FaultBook faults;
    private final SimulatorSettings settings;
    private final SimulatorTime time;
    private final JobWork work = new JobWork();
    private final LiveBill live;
    private final Map<String, JobStore> stores = new ConcurrentSkipListMap<>();

    public JobEngine(SimulatorData data, FaultBook faults, SimulatorSettings settings, SimulatorTime time) {
        this.data = data;
        this.faults = faults;
        this.settings = settings;
        this.time = time;
        this.live = new LiveBill(data.folder());
    }

    LiveBill live() {
        return live;
    }

    /** The jobs of a surface, with those from before a restart; to be called once for each surface. */
    public Jobs open(String surface, Dialect dialect) throws IOException {
        JobStore store = new JobStore(data.of(surface));
        if (stores.putIfAbsent(surface, store) != null) {
            throw new IllegalStateException("The jobs of " + surface + " are open already");
        }
        JobRunner runner = new JobRunner(surface, dialect, faults);
        return new Jobs(surface, store, faults, new Lifecycle(runner, work, settings, time), live);
    }

    /** The charged custom_ids of the jobs that ran, a file each. */
    List<Path> charged() {
        List<Path> charged = new ArrayList<>();
        for (JobStore store : stores.values()) {
            store.list().stream()
                    .map(job -> job.folder().charged())
                    .filter(Files::exists)
                    .forEach(charged::add);
        }
        return charged;
    }

    @Override
    public void close() {
        work.close();
    }
}
