package dev.caravan.submission;

import dev.caravan.submission.RefusedSubmission.Why;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import java.util.Optional;

/** Which task answers an operation: the one that is called like it. */
final class Operations {
    private final Tasks tasks;

    Operations(Tasks tasks) {
        this.tasks = tasks;
    }

    /** @throws RefusedSubmission if there is none that takes what comes over HTTP */
    Task task(Caller caller, Operation operation) throws RefusedSubmission {
        Optional<Task> task =
                caller.workspace().equals(Caller.DEFAULT) ? tasks.find(operation.word()) : Optional.empty();
        return task.filter(Operations::isForCallers)
                .orElseThrow(() -> RefusedSubmission.whole(
                        Why.NOT_CONFIGURED,
                        "No task answers \"" + operation.word() + "\" here: config/tasks/" + operation.word()
                                + " must publish to the sink caller and take custom_id, text and the fields of the"
                                + " operation. Nothing was accepted"));
    }

    private static boolean isForCallers(Task task) {
        return task.publish().to().contains("caller") && task.input().key().equals("id");
    }
}
