package dev.caravan.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people asked to be sent again to webhooks: an empty file {@code data/replay/webhook=<name>} that lies there until a
 * running Caravan finds it, so that the ledger is written by that process alone.
 */
public final class WebhookReplays {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookReplays.class);

    private final Path folder;

    public WebhookReplays(Path data) {
        this.folder = data.resolve("replay");
    }

    /** Leaves a wish; asking twice is asking once. Returns the file. */
    public Path ask(String webhook) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("webhook=" + webhook);
        if (!Files.exists(file)) {
            Files.write(file, new byte[0]);
        }
        return file;
    }

    /** Webhooks that were asked for; each is answered with this. */
    List<String> taken(Webhooks webhooks) {
        List<String> taken = new ArrayList<>();
        for (String name : webhooks.names()) {
            try {
                if (Files.deleteIfExists(folder.resolve("webhook=" + name))) {
                    taken.add(name);
                }
            } catch (IOException e) {
                LOG.warn("{} can't be deleted: {}. Nothing is sent again because of it", folder, e.toString());
            }
        }
        return taken;
    }
}
