package dev.caravan.route;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;

/** Runs in a JVM with little memory: a large upload and a large download through the shipped routes. */
public final class StreamTrial {
    private StreamTrial() {}

    public static void main(String[] args) throws Exception {
        BatchOnTrial batch = new BatchOnTrial(args[0]);
        batch.requestBytes = Long.parseLong(args[1]);
        batch.requests = () -> new Zeros(batch.requestBytes);
        BatchOnTrial.Counted download = batch.new Counted("file-7");
        batch.downloads.add(download);
        try (RouteRig rig = new RouteRig(args[0])
                .bind("submit", new ProviderDoorwayTest.Submit())
                .load("providers/openai.camel.yaml", "providers/openai-upload.camel.yaml")
                .start()) {
            for (String route : new String[] {"openai-submit", "openai-collect"}) {
                Exchange exchange = rig.send(route, batch);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
            }
        }
        System.out.println("RESULT " + String.join(", ", batch.log));
        System.exit(0);
    }

    /** So many bytes that nobody keeps. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int now = (int) Math.min(left, length);
            left -= now;
            return now;
        }
    }
}
