package dev.caravan.route;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers one call with these bytes and hangs up: what no well-behaved server would send. */
final class RawAnswer implements AutoCloseable {
    private final ServerSocket server;
    private final String answer;

    RawAnswer(String answer) throws IOException {
        this.answer = answer;
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "raw-answer");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://localhost:" + server.getLocalPort() + "/v1";
    }

    private void serve() {
        try (Socket socket = server.accept()) {
            byte[] request = new byte[8192];
            if (socket.getInputStream().read(request) > 0) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                socket.getOutputStream().flush();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
