package dev.caravan.env;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Stands before a server, passes every byte on, and hears what it is asked. */
final class Listener implements AutoCloseable {
    private final ServerSocket door;
    private final int server;
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

    Listener(int server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        begin(this::listen);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Lines of what was asked that hold this. */
    List<String> heard(String word) {
        synchronized (asked) {
            return asked.toString(StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.contains(word))
                    .toList();
        }
    }

    private void listen() throws IOException {
        while (!door.isClosed()) {
            Socket client = door.accept();
            Socket behind = new Socket(InetAddress.getLoopbackAddress(), server);
            begin(() -> pass(client, behind, true));
            begin(() -> pass(behind, client, false));
        }
    }

    private void pass(Socket from, Socket to, boolean heard) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[1 << 14];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (heard) {
                    synchronized (asked) {
                        asked.write(buffer, 0, n);
                    }
                }
                out.write(buffer, 0, n);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void begin(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException over) {
                // One side has closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
