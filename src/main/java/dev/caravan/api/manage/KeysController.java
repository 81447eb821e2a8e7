package dev.caravan.api.manage;

import dev.caravan.access.Caller;
import dev.caravan.access.Keys;
import dev.caravan.access.Keys.Made;
import dev.caravan.access.Keys.Wanted;
import dev.caravan.access.Problem;
import dev.caravan.access.ShownOnce;
import dev.caravan.ledger.ApiKeys;
import dev.caravan.ledger.ApiKeys.ApiKey;
import dev.caravan.ledger.Ledger;
import dev.caravan.model.Workspace;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** API keys: making, listing and revoking them; docs/access.md has the words. Keys of other workspaces do not exist. */
@RestController
@RequestMapping(path = "/api/keys", produces = MediaType.APPLICATION_JSON_VALUE)
final class KeysController {
    private final Keys keys;
    private final ApiKeys ledger;

    KeysController(Keys keys, Ledger ledger) {
        this.keys = keys;
        this.ledger = ledger.apiKeys();
    }

    /** @param expires {@code 90d} if it is not said */
    record NewKey(
            @Nullable String name,
            @Nullable String workspace,
            @Nullable List<String> roles,
            @Nullable String expires) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, @Nullable Object> make(@RequestBody NewKey asked, HttpServletRequest request) {
        Caller caller = caller(request);
        String workspace = asked.workspace() == null ? Workspace.DEFAULT : asked.workspace();
        if (!caller.sees(workspace)) {
            throw new IllegalArgumentException(
                    "There is no workspace \"" + workspace + "\" that you could give a key for");
        }
        Made made = keys.make(new Wanted(
                asked.name() == null ? "" : asked.name(),
                workspace,
                asked.roles() == null ? List.of() : asked.roles(),
                asked.expires() == null ? Keys.USUAL : asked.expires(),
                caller.getName()));
        ShownOnce.mark(request);
        Map<String, @Nullable Object> shown = shown(made.key());
        shown.put("key", made.text());
        return shown;
    }

    @GetMapping
    Page<Map<String, @Nullable Object>> list(HttpServletRequest request) {
        Caller caller = caller(request);
        return new Page<>(
                ledger.list().stream()
                        .filter(key -> caller.sees(key.workspace()))
                        .map(KeysController::shown)
                        .toList(),
                false,
                null);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String id, HttpServletRequest request) {
        Caller caller = caller(request);
        boolean known =
                ledger.find(id).filter(key -> caller.sees(key.workspace())).isPresent();
        if (!known) {
            throw Problem.notFound().thrown();
        }
        // One that was revoked before is as the caller wants it.
        ledger.revoke(id, caller.getName());
    }

    private static Caller caller(HttpServletRequest request) {
        return Caller.of(request).orElseThrow();
    }

    private static Map<String, @Nullable Object> shown(ApiKey key) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("id", key.id());
        shown.put("prefix", "ck_" + key.id());
        shown.put("name", key.name());
        shown.put("workspace", key.workspace());
        shown.put("roles", new TreeSet<>(key.roles()));
        shown.put("created_by", key.createdBy());
        shown.put("created_at", key.createdAt().toString());
        shown.put("expires_at", text(key.expiresAt()));
        shown.put("revoked_at", text(key.revokedAt()));
        shown.put("last_used_at", text(key.usedAt()));
        return shown;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
