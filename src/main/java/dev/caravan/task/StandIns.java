package dev.caravan.task;

import dev.caravan.model.BatchModel;
import dev.caravan.model.Models;
import org.jspecify.annotations.Nullable;

/** Batch models that answer what is too little for another one. */
final class StandIns {
    private StandIns() {}

    /** The one that stands in; null where the provider takes any number, or a person decides. */
    static @Nullable BatchModel of(BatchModel model, Models models) {
        boolean wanted = model.credential().provider().limits().least() > 1
                && !model.tooFew().holds();
        return wanted ? models.models().get(model.tooFew().then()) : null;
    }
}
