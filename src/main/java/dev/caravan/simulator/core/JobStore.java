package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The jobs of one surface on disk, one folder each. */
final class JobStore {
    private final Path folder;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final AtomicLong lastSeq = new AtomicLong();

    JobStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                load(new JobFolder(entry));
            }
        }
    }

    private void load(JobFolder home) throws IOException {
        if (Files.exists(home.document())) {
            Job job = Job.load(home);
            jobs.put(job.id(), job);
            lastSeq.accumulateAndGet(job.seq(), Math::max);
        } else {
            FileSystemUtils.deleteRecursively(home.path());
        }
    }

    /** Adds a job with its own hold on the input, which may be deleted meanwhile. */
    Job create(String id, ObjectNode document, Path input) throws IOException {
        JobFolder home = new JobFolder(Files.createDirectories(folder.resolve(id)));
        Durable.link(input, home.input());
        document.put("seq", lastSeq.incrementAndGet());
        Job job = new Job(home, document);
        job.save();
        jobs.put(id, job);
        return job;
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs, newest first. */
    List<Job> list() {
        return jobs.values().stream()
                .sorted(Comparator.comparingLong(Job::seq).reversed())
                .toList();
    }
}
