package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * TCP connections to a server, to be cut at the request that a test names. Nothing gets through from there until it is
 * mended: what calls again is told 403, which ends the patience of every client.
 */
public final class Cable implements AutoCloseable {
    private static final byte[] REFUSAL =
            "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1);
    private static final int LOOK_BACK = 4096;
    private static final int BUFFER = 1 << 16;

    private final URI server;
    private final ServerSocket ears;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "cable"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Cut cut;
    private volatile boolean down;

    /** @param answer null: the request does not arrive; else its answer is swallowed up to there */
    private record Cut(Pattern request, @Nullable Pattern answer) {}

    public Cable(URI server) throws IOException {
        this.server = server;
        this.ears = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + ears.getLocalPort());
    }

    /** Cuts before the server gets the request. */
    public void cutBefore(String request) {
        cut = new Cut(Pattern.compile(request), null);
    }

    /** Cuts when the server has answered the request and nobody has heard it. */
    public void cutAfter(String request, String answer) {
        cut = new Cut(Pattern.compile(request), Pattern.compile(answer));
    }

    public boolean isDown() {
        return down;
    }

    public void mend() {
        cut = null;
        down = false;
    }

    private void listen() {
        while (!ears.isClosed()) {
            try {
                Socket client = ears.accept();
                if (down) {
                    threads.execute(() -> refuse(client));
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // the next one, or the end
            }
        }
    }

    private static void refuse(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            if (in.read() >= 0) {
                client.getOutputStream().write(REFUSAL);
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException gone) {
            // it did not wait for the answer
        }
    }

    private void connect(Socket client) throws IOException {
        Socket up = new Socket(server.getHost(), server.getPort());
        open.add(client);
        open.add(up);
        Line line = new Line(client, up);
        threads.execute(line::requests);
        threads.execute(line::answers);
    }

    private void breakNow() {
        down = true;
        open.forEach(Cable::hangUp);
        open.clear();
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        ears.close();
        breakNow();
        threads.shutdownNow();
    }

    /** One connection with both directions. */
    private final class Line {
        private final Socket client;
        private final Socket up;
        private volatile @Nullable Pattern swallowed;

        Line(Socket client, Socket up) {
            this.client = client;
            this.up = up;
        }

        void requests() {
            StringBuilder seen = new StringBuilder();
            pump(client, up, text -> {
                Cut wanted = cut;
                if (wanted == null || !matches(seen, text, wanted.request())) {
                    return true;
                }
                swallowed = wanted.answer();
                if (swallowed == null) {
                    breakNow();
                }
                return swallowed != null;
            });
        }

        void answers() {
            StringBuilder seen = new StringBuilder();
            pump(up, client, text -> {
                Pattern until = swallowed;
                if (until == null || text.startsWith("HTTP/1.1 100")) {
                    return true;
                }
                if (matches(seen, text, until)) {
                    breakNow();
                }
                return false;
            });
        }

        private boolean matches(StringBuilder seen, String text, Pattern wanted) {
            seen.append(text);
            boolean found = wanted.matcher(seen).find();
            seen.delete(0, Math.max(0, seen.length() - LOOK_BACK));
            return found;
        }

        private void pump(Socket from, Socket to, Predicate<String> passes) {
            byte[] bytes = new byte[BUFFER];
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                    if (passes.test(new String(bytes, 0, n, ISO_8859_1))) {
                        out.write(bytes, 0, n);
                    }
                }
            } catch (IOException broken) {
                // the other side sees it, too
            }
        }
    }
}
