package dev.caravan.simulator;

public final class SimulatorApplication {
    private SimulatorApplication() {}

    public static void run(String[] args) {
        throw new IllegalStateException(String.join(" ", args));
    }
}
