package dev.caravan.notice;

import dev.caravan.ledger.Ledger;
import dev.caravan.task.Workspaces;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets tests of routes make the bean {@code notices}. */
public final class NoticeTestAccess {
    /** What every webhook of the tests signs with. */
    public static final byte[] KEY =
            "a key of thirty-two bytes, as is".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    private NoticeTestAccess() {}

    /** @param urls by name of the webhook; each is told everything of the task {@code triage} */
    public static Notifier notifier(Ledger ledger, Map<String, String> urls, Path data, Clock clock) {
        List<Webhook> all = new ArrayList<>();
        urls.forEach(
                (name, url) -> all.add(new Webhook(name, URI.create(url), KEY, List.of(), null, Set.of("triage"))));
        Webhooks webhooks = new Webhooks(all);
        Workspaces workspaces = new Workspaces(Map.of("triage", "sales"), Map.of());
        return new Notifier(
                ledger,
                webhooks,
                new NoticeMaker(ledger, webhooks, workspaces, clock),
                new WebhookReplays(data),
                clock);
    }
}
