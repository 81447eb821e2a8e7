package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * Stands before a server and passes every byte on, so that signatures stay right; on demand it cuts the connection in the
 * middle of an answer.
 */
public final class CuttingProxy implements AutoCloseable {
    private final URI target;
    private final ServerSocket door;
    private final AtomicReference<Cut> next = new AtomicReference<>();
    private final AtomicInteger cuts = new AtomicInteger();

    /** @param request what the first line of the request must be like */
    private record Cut(Pattern request, int bytes) {}

    public CuttingProxy(URI target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError("No port for the proxy", e);
        }
        start(this::serve);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + door.getLocalPort());
    }

    /** Lets go after so many bytes of the answer to the next request like that. */
    public void cutNext(String requestLine, int bytes) {
        next.set(new Cut(Pattern.compile(requestLine), bytes));
    }

    /** How many connections were cut so far. */
    public int cuts() {
        return cuts.get();
    }

    private void serve() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Socket server = new Socket(target.getHost(), target.getPort());
                AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
                start(() -> pass(client, server, left, true));
                start(() -> pass(server, client, left, false));
            } catch (IOException closed) {
                // one connection less
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicInteger left, boolean asks) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (asks) {
                    arm(new String(buffer, 0, n, ISO_8859_1), left);
                    out.write(buffer, 0, n);
                    continue;
                }
                int some = Math.min(n, left.get());
                out.write(buffer, 0, some);
                if (left.get() != Integer.MAX_VALUE && left.addAndGet(-some) == 0) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException over) {
            // the other side closed it
        }
    }

    private void arm(String request, AtomicInteger left) {
        Cut cut = next.get();
        if (cut != null
                && cut.request().matcher(request.lines().findFirst().orElse("")).find()
                && next.compareAndSet(cut, null)) {
            left.set(cut.bytes());
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
