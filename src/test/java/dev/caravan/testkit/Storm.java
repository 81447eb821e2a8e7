package dev.caravan.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Stands before an S3 server and passes every byte on while the weather is fair. */
public final class Storm implements AutoCloseable {
    private static final int BYTES_BEFORE_A_RESET = 700;
    private static final Duration SLOW = Duration.ofMillis(80);

    private final URI server;
    private final ServerSocket ears;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> new Thread(work, "storm"));
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger hit = new AtomicInteger();
    private volatile Weather weather = Weather.FAIR;

    /** What becomes of whatever is asked. */
    public enum Weather {
        FAIR,
        /** 403, as when a key was revoked. */
        REFUSES,
        /** 503. */
        BUSY,
        /** Every few kilobytes take a while. */
        SLOW,
        /** The connection is reset in the middle of an answer. */
        RESETS
    }

    public Storm(URI server) throws IOException {
        this.server = server;
        this.ears = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::listen);
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + ears.getLocalPort());
    }

    /** From now on, also for connections that are open: those are closed. */
    public void become(Weather now) {
        weather = now;
        open.forEach(Storm::hangUp);
        open.clear();
    }

    /** How many requests were refused and connections reset. */
    public int hit() {
        return hit.get();
    }

    private void listen() {
        while (!ears.isClosed()) {
            try {
                Socket client = ears.accept();
                open.add(client);
                threads.execute(() -> serve(client, weather));
            } catch (IOException closed) {
                // the next one, or the end
            }
        }
    }

    private void serve(Socket client, Weather now) {
        try {
            switch (now) {
                case REFUSES -> refuse(client, "403 Forbidden", "AccessDenied");
                case BUSY -> refuse(client, "503 Service Unavailable", "ServiceUnavailable");
                default -> pass(client, now);
            }
        } catch (IOException gone) {
            hangUp(client);
        }
    }

    private void refuse(Socket client, String status, String code) throws IOException {
        try (client) {
            InputStream in = client.getInputStream();
            if (in.read() >= 0) {
                hit.incrementAndGet();
                String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>No</Message></Error>";
                client.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: "
                                        + body.length() + "\r\nConnection: close\r\n\r\n" + body)
                                .getBytes(ISO_8859_1));
                client.shutdownOutput();
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private void pass(Socket client, Weather now) throws IOException {
        Socket up = new Socket(server.getHost(), server.getPort());
        open.add(up);
        threads.execute(() -> copy(client, up, Weather.FAIR));
        copy(up, client, now);
    }

    private void copy(Socket from, Socket to, Weather now) {
        byte[] buffer = new byte[8192];
        int passed = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (now == Weather.SLOW) {
                    LockSupport.parkNanos(SLOW.toNanos());
                }
                if (now == Weather.RESETS && passed + n > BYTES_BEFORE_A_RESET) {
                    hit.incrementAndGet();
                    to.getOutputStream().write(buffer, 0, Math.max(0, BYTES_BEFORE_A_RESET - passed));
                    to.setSoLinger(true, 0);
                    return;
                }
                to.getOutputStream().write(buffer, 0, n);
                passed += n;
            }
        } catch (IOException over) {
            // the other side closed it
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hangUpAll();
        threads.shutdownNow();
    }

    private void hangUpAll() {
        try {
            ears.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        open.forEach(Storm::hangUp);
    }
}
