package dev.caravan.simulator.core;

import java.nio.file.Path;

/** The folder that the simulator keeps everything in. */
public record SimulatorData(Path folder) {
    /** A folder of the surface's own; it may not exist yet. */
    public Path of(String surface) {
        return folder.resolve(surface);
    }
}
