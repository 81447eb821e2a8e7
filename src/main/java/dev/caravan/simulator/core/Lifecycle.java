package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;

/** Moves jobs: a state per poll, by time if wanted, and never past work that is not done. */
record Lifecycle(JobRunner runner, JobWork work, SimulatorSettings settings, SimulatorTime time) {
    /** Moves what a poll sees, but not beyond work that is not done at the deadline. */
    void poll(Job job, long deadlineNanos) throws IOException {
        for (int step = steps(job); step > 0 && move(job, deadlineNanos); step--) {
            job.save();
        }
    }

    /** Returns false when the job was over before. */
    boolean cancel(Job job) throws IOException {
        if (job.state().isFinal()) {
            return false;
        }
        if (job.state() != JobState.CANCELLING) {
            double ran = switch (job.state()) {
                case VALIDATING -> 0;
                case IN_PROGRESS ->
                    job.looks() < runner.dialect().looks(job.state())
                            ? 0
                            : settings.get().cancelFraction();
                default -> 1;
            };
            job.end(Json.object().put("do", "cancel").put("fraction", ran));
            job.state(JobState.CANCELLING, time.millis());
            job.save();
        }
        return true;
    }

    private int steps(Job job) {
        long each = settings.get().millisPerState();
        long byTime = each == 0 ? 0 : (time.millis() - job.changedMillis()) / each;
        return settings.get().statesPerPoll() + (int) Math.min(byTime, 4);
    }

    private boolean move(Job job, long deadline) throws IOException {
        if (job.state().isFinal()) {
            return false;
        }
        if (job.stays()) {
            job.look();
            job.save();
            return false;
        }
        if (job.looks() < runner.dialect().looks(job.state())) {
            job.look();
            return true;
        }
        return switch (job.state()) {
            case VALIDATING -> validated(job, deadline);
            case FINALIZING -> finished(job, JobState.COMPLETED);
            default -> ran(job, deadline);
        };
    }

    private boolean validated(Job job, long deadline) {
        JsonNode end = job.end();
        if (end.path("do").asText().equals("fail")) {
            String code = end.path("code").asText("token_limit_exceeded");
            String message = end.path("message").asText("Enqueued token limit reached for this model (simulated).");
            return checked(job, Findings.of(new Finding(code, message, null, null)));
        }
        JobInput input = RunOrder.input(job);
        Optional<Findings> findings =
                work.outcome(key("check", job), () -> runner.dialect().check(input), deadline);
        return findings.isPresent() && checked(job, findings.get());
    }

    private boolean checked(Job job, Findings findings) {
        job.checked(findings);
        job.state(findings.errors().isEmpty() ? JobState.IN_PROGRESS : JobState.FAILED, time.millis());
        return true;
    }

    private boolean ran(Job job, long deadline) {
        RunOrder order = RunOrder.of(job);
        Optional<RunResult> result = work.outcome(key("run", job), () -> runner.run(order), deadline);
        if (result.isEmpty()) {
            return false;
        }
        job.ran(result.get());
        return order.end() == JobState.COMPLETED ? moved(job, JobState.FINALIZING) : finished(job, order.end());
    }

    private boolean finished(Job job, JobState end) {
        if (end == JobState.CANCELLED && !job.was(JobState.CANCELLING)) {
            moved(job, JobState.CANCELLING);
        }
        return moved(job, end);
    }

    private boolean moved(Job job, JobState state) {
        job.state(state, time.millis());
        return true;
    }

    private String key(String what, Job job) {
        return what + " " + runner.surface() + "/" + job.id();
    }
}
