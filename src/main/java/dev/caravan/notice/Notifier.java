package dev.caravan.notice;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Notices.Notice;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code notices}: which webhooks have something to be sent, what that is, and what became of it. A webhook is in one
 * hand at a time, and each in a hand of its own: one that is slow keeps none of the others waiting.
 */
public final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    private final Ledger ledger;
    private final Webhooks webhooks;
    private final NoticeMaker maker;
    private final WebhookReplays replays;
    private final Clock clock;
    private final Set<String> inHand = ConcurrentHashMap.newKeySet();

    Notifier(Ledger ledger, Webhooks webhooks, NoticeMaker maker, WebhookReplays replays, Clock clock) {
        this.ledger = ledger;
        this.webhooks = webhooks;
        this.maker = maker;
        this.replays = replays;
        this.clock = clock;
    }

    /** Names of the webhooks that are to be sent to now and that nobody sends to yet; each is in a hand from now on. */
    public List<String> due() {
        maker.make();
        for (String webhook : replays.taken(webhooks)) {
            LOG.info(
                    "{} notices that were given up are sent to {} again",
                    ledger.notices().replay(webhook),
                    webhook);
        }
        return ledger.notices().due().stream()
                .filter(name -> webhooks.has(name) && inHand.add(name) && isMine(name))
                .toList();
    }

    /** Whether no other node has the webhook in hand. */
    private boolean isMine(String webhook) {
        boolean mine = ledger.nodes().duties().take(duty(webhook));
        if (!mine) {
            inHand.remove(webhook);
        }
        return mine;
    }

    private void letGo(String webhook) {
        inHand.remove(webhook);
        ledger.nodes().duties().end(duty(webhook));
    }

    private static String duty(String webhook) {
        return "webhook " + webhook;
    }

    /** The next notice of this webhook; null if there is none now: then nobody has it in hand any more. */
    public @Nullable NoticeInHand next(String webhook) {
        Optional<NoticeInHand> next = webhooks.named(webhook)
                .flatMap(one ->
                        ledger.notices().take(webhook).map(notice -> new NoticeInHand(one, notice, clock.instant())));
        if (next.isEmpty()) {
            letGo(webhook);
        }
        return next.orElse(null);
    }

    /** @param retryAfter seconds for which the webhook asks to be left alone; null if it does not */
    public void answered(NoticeInHand sent, int status, @Nullable String retryAfter) {
        if (status / 100 == 2) {
            ledger.notices().taken(sent.notice());
            return;
        }
        boolean seconds = retryAfter != null && retryAfter.strip().matches("\\d{1,6}");
        failed(
                sent,
                "it answered " + status,
                seconds ? Integer.parseInt(String.valueOf(retryAfter).strip()) : 0);
    }

    /** There was no answer, or the ledger could not be asked. */
    public void failed(String webhook, @Nullable NoticeInHand sent, Throwable why) {
        try {
            if (sent != null) {
                failed(sent, String.valueOf(why.getMessage()), 0);
            } else {
                LOG.warn("Webhook {} is sent to at the next tick: {}", webhook, why.getMessage());
            }
        } finally {
            letGo(webhook);
        }
    }

    private void failed(NoticeInHand sent, String why, int asked) {
        Notice notice = sent.notice();
        Instant now = clock.instant();
        int failures = notice.failures() + 1;
        ledger.notices().failed(notice, Patience.again(notice.sends()), Patience.pause(failures, asked), why);
        if (failures == 1) {
            LOG.warn("Webhook {} did not take a notice ({}). It is sent again for a day", notice.webhook(), why);
        }
        if (Patience.isOver(notice.firstAt(), now)) {
            int given = ledger.notices().giveUp(notice, now.minus(Patience.MOST), why);
            String told = given + " notices are not sent to webhook " + notice.webhook() + " any more: for a day " + why
                    + ". When it works again: java -jar caravan.jar replay --webhook=" + notice.webhook();
            ledger.events().raise(EventKind.WEBHOOK_GIVEN_UP, "webhook " + notice.webhook(), told);
            LOG.error(told);
        }
    }
}
