package dev.caravan.api;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What providers call when a batch has ended: a hint to ask for it now, and nothing more. Whatever it says, the poll
 * decides; a hint that never comes costs only time.
 *
 * <p>Signed as Standard Webhooks say (HMAC-SHA256 over id, time and body, not older than five minutes), which is what OpenAI
 * (developers.openai.com/api/docs/guides/webhooks) and Google AI (ai.google.dev/gemini-api/docs/webhooks, static ones) send.
 * 204: the hint was taken, whether the ledger knows the batch or not. 401: not signed with this credential's
 * {@code webhook-secret}. 404: no such credential, or it has no such secret. 413: more than {@value #MOST_BYTES} bytes.
 */
@RestController
final class ProviderWebhooks {
    private static final int MOST_BYTES = 65_536;

    private final Ledger ledger;
    private final Models models;
    private final Clock clock;
    private final Map<String, WebhookDoor> doors = new ConcurrentHashMap<>();

    ProviderWebhooks(Ledger ledger, Models models, Clock clock) {
        this.ledger = ledger;
        this.models = models;
        this.clock = clock;
    }

    /** The door of the credential as it is now; null if nobody can sign for it. */
    private @Nullable WebhookDoor door(String name) {
        Credential credential = models.credentials().get(name);
        if (credential == null) {
            doors.remove(name);
            return null;
        }
        return doors.compute(
                name,
                (same, known) -> known != null && known.isOf(credential)
                        ? known
                        : WebhookDoor.of(credential, clock).orElse(null));
    }

    @PostMapping("/webhooks/{credential}")
    ResponseEntity<Void> take(@PathVariable String credential, HttpServletRequest request) throws IOException {
        WebhookDoor door = door(credential);
        if (door == null) {
            return ResponseEntity.notFound().build();
        }
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).build();
        }
        try {
            List<String> batches = door.batchesIn(body, headers(request));
            ledger.batches().pollNow(credential, batches);
            return ResponseEntity.noContent().build();
        } catch (WebhookVerificationException e) {
            door.refused(String.valueOf(e.getMessage()));
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
    }

    private static Map<String, List<String>> headers(HttpServletRequest request) {
        return Collections.list(request.getHeaderNames()).stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        name -> Collections.list(request.getHeaders(name)),
                        (first, second) -> first));
    }
}
