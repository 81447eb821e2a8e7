package dev.caravan.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for those that must know theirs before they have it. */
public final class Ports {
    private static final int LEAST = 20_000;
    /** From here on Linux gives them to connections that go out, so that one that is free now may not be in a moment. */
    private static final int END = 32_768;

    private Ports() {}

    /** One that nobody has. */
    public static int free() throws IOException {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(LEAST, END))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one then.
            }
        }
    }
}
