package dev.caravan.submission;

import dev.caravan.submission.RefusedSubmission.Why;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.task.Workspaces;
import java.util.Optional;

/** Which task answers an operation in the workspace of a caller. */
final class Operations {
    private final Tasks tasks;
    private final Workspaces workspaces;

    Operations(Tasks tasks, Workspaces workspaces) {
        this.tasks = tasks;
        this.workspaces = workspaces;
    }

    /** @throws RefusedSubmission if there is none that takes what comes over HTTP */
    Task task(Caller caller, Operation operation) throws RefusedSubmission {
        Optional<String> name = workspaces.operation(caller.workspace(), operation.word());
        return name.flatMap(tasks::find)
                .filter(task -> task.workspace().equals(caller.workspace()))
                .filter(Operations::isForCallers)
                .orElseThrow(() -> RefusedSubmission.whole(
                        Why.NOT_CONFIGURED,
                        "No task answers \"" + operation.word() + "\" here: config/tasks/"
                                + name.orElse(operation.word())
                                + " of the workspace " + caller.workspace()
                                + " must publish to the sink caller and take custom_id, text and the fields of the"
                                + " operation. Nothing was accepted"));
    }

    private static boolean isForCallers(Task task) {
        return task.publish().to().contains("caller") && task.input().key().equals("id");
    }
}
