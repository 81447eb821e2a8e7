package dev.caravan.notice;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.caravan.ledger.Notices.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** A notice on its way, signed for this one send; the handle that the kamelet works on. */
public final class NoticeInHand {
    private final dev.caravan.notice.Webhook webhook;
    private final Notice notice;
    private final Instant at;
    private final String signature;

    NoticeInHand(dev.caravan.notice.Webhook webhook, Notice notice, Instant at) {
        this.webhook = webhook;
        this.notice = notice;
        this.at = at;
        try {
            this.signature = new Webhook(webhook.key()).sign(notice.messageId(), at.getEpochSecond(), notice.body());
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException("Signing a notice for " + webhook, e);
        }
    }

    Notice notice() {
        return notice;
    }

    public String getUrl() {
        return webhook.url().toString();
    }

    /** The same at every send of this notice to this webhook. */
    public String getMessageId() {
        return notice.messageId();
    }

    public String getTimestamp() {
        return Long.toString(at.getEpochSecond());
    }

    public String getSignature() {
        return signature;
    }

    public byte[] getBody() {
        return notice.body().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Notice " + notice.messageId() + " to " + webhook;
    }
}
