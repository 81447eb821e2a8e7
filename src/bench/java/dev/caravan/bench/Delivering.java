package dev.caravan.bench;

import dev.caravan.publish.DeliveryInHand;
import dev.caravan.publish.FileSink;
import dev.caravan.publish.Publish;
import java.io.IOException;

/** What the routes {@code publication} and {@code publish} and the kamelet of JSONL files do, a unit of work at a time. */
record Delivering(Publish publish, FileSink sink, String folder) {

    boolean deliver() throws Exception {
        DeliveryInHand delivery = publish.claim();
        if (delivery == null) {
            return false;
        }
        publish.repeats(delivery, "keyed");
        write(delivery);
        publish.delivered(delivery);
        return true;
    }

    private void write(DeliveryInHand delivery) throws IOException {
        sink.write(delivery, folder, "jsonl");
    }
}
