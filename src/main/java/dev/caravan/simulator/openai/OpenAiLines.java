package dev.caravan.simulator.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.FinishedRun;
import dev.caravan.simulator.core.Hash;
import dev.caravan.simulator.core.Json;
import dev.caravan.simulator.core.SimulatorSettings;
import dev.caravan.simulator.core.SimulatorTime;
import java.io.IOException;

/** Puts the results of a batch into the file store, where they become two files, or one, or none. */
final class OpenAiLines extends FileLines {
    private final SimulatorSettings settings;

    OpenAiLines(FileStore files, SimulatorSettings settings, SimulatorTime time) {
        super(name -> OpenAiModels.find(name, settings.get().models()), files, settings, time);
        this.settings = settings;
    }

    @Override
    public ObjectNode finish(FinishedRun run) throws IOException {
        String none = settings.get().noErrorFile();
        boolean blank = none.equals("blank")
                || (none.equals("mixed") && Hash.below(4, run.job().id()) == 0);
        String errors = keep(run, ERRORS, "error");
        return Json.object()
                .put("output_file_id", keep(run, OUTPUT, "output"))
                .put("error_file_id", errors == null && blank ? "" : errors);
    }
}
