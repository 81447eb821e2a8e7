package dev.caravan.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Between a ledger and its server; breaks off when told to, after the server has done what it was asked. */
final class BreakingWire implements Closeable {
    private static final Pattern ADDRESS = Pattern.compile("//([^:/]+):(\\d+)/");

    private final PostgresSettings server;
    private final String host;
    private final int port;
    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Queue<String> awaited = new ConcurrentLinkedQueue<>();

    BreakingWire(PostgresSettings server) throws IOException {
        this.server = server;
        Matcher address = ADDRESS.matcher(server.url());
        if (!address.find()) {
            throw new IllegalArgumentException(server.url());
        }
        this.host = address.group(1);
        this.port = Integer.parseInt(address.group(2));
        threads.submit(() -> {
            while (true) {
                Socket client = door.accept();
                Socket behind = new Socket(host, port);
                threads.submit(() -> forward(client, behind));
            }
        });
    }

    /** The server, seen through this wire. */
    PostgresSettings settings() {
        return new PostgresSettings(
                server.url().replaceFirst("//[^/]+/", "//localhost:" + door.getLocalPort() + "/")
                        + (server.url().contains("?") ? "&" : "?") + "prepareThreshold=0",
                server.user(),
                server.password(),
                server.connections());
    }

    /** When all of these words were sent, one after the other, the connection that sent the last gets no answer, and ends. */
    void breakAfter(String... words) {
        awaited.addAll(List.of(words));
    }

    private Void forward(Socket client, Socket behind) throws IOException, InterruptedException, ExecutionException {
        var silent = new AtomicBoolean();
        Future<Void> back = threads.submit(() -> back(client, behind, silent));
        try (client;
                behind) {
            InputStream in = client.getInputStream();
            OutputStream out = behind.getOutputStream();
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (isLast(new String(buffer, 0, n, StandardCharsets.ISO_8859_1))) {
                    silent.set(true);
                    out.write(buffer, 0, n);
                    // The server does what it was sent, and hangs up.
                    behind.shutdownOutput();
                    return back.get();
                }
                out.write(buffer, 0, n);
            }
        }
        return null;
    }

    private boolean isLast(String sent) {
        String words = awaited.peek();
        return words != null && sent.contains(words) && awaited.remove(words) && awaited.isEmpty();
    }

    private static Void back(Socket client, Socket behind, AtomicBoolean silent) throws IOException {
        InputStream in = behind.getInputStream();
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (!silent.get()) {
                client.getOutputStream().write(buffer, 0, n);
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
