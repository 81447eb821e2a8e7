package dev.caravan.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.caravan.model.Credential;
import dev.caravan.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the webhooks of one credential in: looks at the signature first, and at the content only then. */
final class WebhookDoor {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDoor.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final String credential;
    private final Secret secret;
    private final Clock clock;
    private final AtomicLong quietUntil = new AtomicLong(Long.MIN_VALUE);

    private WebhookDoor(String credential, Secret secret, Clock clock) {
        this.credential = credential;
        this.secret = secret;
        this.clock = clock;
    }

    /** Empty for a credential whose webhook secret is not set: nobody can sign for it. */
    static Optional<WebhookDoor> of(Credential credential, Clock clock) {
        Secret secret = credential.webhookSecret();
        return secret == null || !secret.isThere()
                ? Optional.empty()
                : Optional.of(new WebhookDoor(credential.name(), secret, clock));
    }

    /** Whether the credential still has the secret that this door knows. */
    boolean isOf(Credential now) {
        return now.webhookSecret() == secret;
    }

    /**
     * The batches that an event speaks of, by the ids that they may have at the provider; empty for an event of another kind
     * or one that can't be read.
     *
     * @throws WebhookVerificationException if it is not signed with this secret, or five minutes old
     */
    List<String> batchesIn(byte[] body, Map<String, List<String>> headers) throws WebhookVerificationException {
        try {
            new Webhook(secret.reveal()).verify(new String(body, StandardCharsets.UTF_8), headers);
        } catch (EmptyWebhookSecretException e) {
            throw new WebhookVerificationException("webhook-secret is empty");
        }
        try {
            JsonNode event = JSON.readTree(body);
            String id = event.path("data").path("id").asText("");
            boolean ofBatch = event.path("type").asText("").startsWith("batch.");
            // Google's reference leaves open whether the id has the prefix that its batches have everywhere else.
            return ofBatch && !id.isEmpty() ? List.of(id, "batches/" + id) : List.of();
        } catch (IOException notJson) {
            return List.of();
        }
    }

    /** Says so once a minute at most: whoever knows the address can make as many as he likes. */
    void refused(String why) {
        long now = clock.millis();
        long until = quietUntil.get();
        if (now >= until && quietUntil.compareAndSet(until, now + QUIET.toMillis())) {
            LOG.warn(
                    "A webhook for credential {} was refused ({}). If it came from the provider, compare its signing secret"
                            + " with webhook-secret in config/models.yaml; polling goes on without it",
                    credential,
                    why);
        }
    }
}
