package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A job to be accepted, its request checked.
 *
 * @param id in the vendor's form, new, fit for a file name: at most 200 of letters, digits, {@code . _ -}
 * @param vendor what the surface wants to remember; comes back in every {@link JobView}
 * @param input one request a line; the job holds on to these bytes itself, so the file may be deleted or replaced, but
 *     must not be written to
 * @param description what {@code match.contains} of a fault on {@code batch} looks at: the body of the create, names
 * @param doom why it will fail at its first step, whatever the lines say; null = it won't
 */
public record NewJob(
        String id,
        ObjectNode vendor,
        Path input,
        String description,
        @Nullable Finding doom) {
    public NewJob {
        if (!id.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}")) {
            throw new IllegalArgumentException("Not an id for a job: " + id);
        }
    }
}
