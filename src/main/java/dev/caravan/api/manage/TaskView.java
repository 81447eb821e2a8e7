package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.caravan.task.GatewayTasks;
import dev.caravan.task.Task;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task as it is configured. @param folder where its files are, below the folder of the configuration */
@JsonNaming(SnakeCaseStrategy.class)
record TaskView(
        String name,
        String workspace,
        @Nullable String folder,
        int version,
        int schemaVersion,
        String model,
        @Nullable String standIn,
        String key,
        String gate,
        List<String> sinks,
        @Nullable String rejects,
        Review review,
        @Nullable Budget budget,
        @Nullable Duration deadline,
        Retention retention) {

    @JsonNaming(SnakeCaseStrategy.class)
    record Review(@Nullable String when, double samplePercent, int afterAttempts, boolean second) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Budget(double usd, boolean perDay) {}

    /** ISO 8601; null for ever. */
    record Retention(@Nullable Duration payloads, @Nullable Duration audit) {}

    static TaskView of(Task task) {
        Task.Review review = task.review();
        Task.Budget budget = task.budget();
        Task.Deadline deadline = task.deadline();
        return new TaskView(
                task.name(),
                task.workspace(),
                GatewayTasks.isOne(task.name()) ? null : "tasks/" + task.name(),
                task.version(),
                task.output().schemaVersion(),
                task.model().name(),
                task.standIn() == null ? null : task.standIn().name(),
                task.input().key(),
                task.publish().gate().word(),
                task.publish().to(),
                task.publish().rejects(),
                new Review(review.when(), review.samplePercent(), review.afterAttempts(), review.second()),
                budget == null ? null : new Budget(Words.usd(budget.micros()), budget.perDay()),
                deadline == null ? null : deadline.after(),
                new Retention(task.retention().payloads(), task.retention().audit()));
    }
}
