package dev.caravan.notice;

import dev.caravan.ledger.Changes.Change;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Notices.NewNotice;
import dev.caravan.task.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes notices of what changed, for each webhook on its own: what one misses is not known to the others. */
final class NoticeMaker {
    private static final int CHANGES = 500;
    private static final Duration BETWEEN_TIDYING = Duration.ofMinutes(1);
    private static final Duration CHANGES_KEPT = Duration.ofDays(7);
    private static final Duration GIVEN_UP_KEPT = Duration.ofDays(30);

    private final Ledger ledger;
    private final Webhooks webhooks;
    private final Workspaces workspaces;
    private final Clock clock;
    private Instant tidied = Instant.EPOCH;

    NoticeMaker(Ledger ledger, Webhooks webhooks, Workspaces workspaces, Clock clock) {
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.workspaces = workspaces;
        this.clock = clock;
    }

    void make() {
        webhooks.all().forEach(this::make);
        Instant now = clock.instant();
        if (now.isBefore(tidied.plus(BETWEEN_TIDYING)) && !now.isBefore(tidied)) {
            return;
        }
        tidied = now;
        ledger.notices().forget(now.minus(GIVEN_UP_KEPT), webhooks.names());
        ledger.changes().trim(now.minus(CHANGES_KEPT));
    }

    private void make(Webhook webhook) {
        long cursor = ledger.notices().cursor(webhook.name());
        List<Change> changes = ledger.changes().after(cursor, CHANGES);
        while (!changes.isEmpty()) {
            List<NewNotice> notices = new ArrayList<>();
            for (Change change : changes) {
                String at = workspace(change);
                if (webhook.wants(change, at)) {
                    notices.add(new NewNotice(
                            "msg_" + ledger.instance() + "_" + change.number() + "_" + webhook.name(),
                            NoticeText.of(change, at),
                            clock.instant()));
                }
            }
            long upTo = changes.get(changes.size() - 1).number();
            if (!ledger.notices().make(webhook.name(), cursor, upTo, notices)) {
                return;
            }
            cursor = upTo;
            changes = ledger.changes().after(cursor, CHANGES);
        }
    }

    private String workspace(Change change) {
        String own = change.workspace();
        String task = change.task();
        if (own != null) {
            return own;
        }
        return task == null ? "" : workspaces.of(task).orElse("");
    }
}
