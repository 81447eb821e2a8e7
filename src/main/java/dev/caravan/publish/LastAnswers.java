package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds what a model said last of a record, valid or not. */
@FunctionalInterface
public interface LastAnswers {

    /** The answer as it came; null if there is none, or none any more. */
    @Nullable
    String of(Publications.Member member) throws IOException;
}
