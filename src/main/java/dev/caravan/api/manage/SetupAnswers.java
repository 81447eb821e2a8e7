package dev.caravan.api.manage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.access.Caller;
import dev.caravan.access.Problem;
import dev.caravan.access.ProblemException;
import dev.caravan.access.Role;
import dev.caravan.ledger.Setups.Kind;
import dev.caravan.ledger.Setups.Revision;
import dev.caravan.ledger.Setups.Touch;
import dev.caravan.setup.AccountTrial;
import dev.caravan.setup.RefusedSetupException;
import dev.caravan.setup.SetupDesk;
import dev.caravan.setup.Shown;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Credentials and batch models that callers make, change and delete: who may, and how what comes of it is said. */
final class SetupAnswers {
    private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

    private final SetupDesk desk;
    private final AccountTrial trial;

    SetupAnswers(SetupDesk desk, AccountTrial trial) {
        this.desk = desk;
        this.trial = trial;
    }

    /**
     * What is known of an entry that was made over HTTP.
     *
     * @param revision to be sent as {@code If-Match}, in quotes
     * @param fields as they were given, without secrets; null for whoever may not change them
     * @param secrets who gave each, and when
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record MadeView(
            String revision,
            String madeBy,
            Instant madeAt,
            String changedBy,
            Instant changedAt,
            Map<String, GivenView> secrets,
            @Nullable JsonNode fields) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record GivenView(String setBy, Instant setAt) {
        static GivenView of(Touch touch) {
            return new GivenView(touch.actor(), touch.at());
        }
    }

    /** @param models null where the provider named none */
    record TrialView(
            boolean ok,
            String code,
            String message,
            @Nullable List<String> models) {}

    /** Work of the desk, which may refuse it. */
    interface Work<T> {
        T run() throws RefusedSetupException;
    }

    /** Null if a file says what it is. */
    @Nullable
    MadeView made(Kind kind, String name, HttpServletRequest request) {
        boolean admin = Asker.caller(request).may(Role.ADMIN);
        return desk.find(kind, name).map(shown -> view(shown, admin)).orElse(null);
    }

    private static MadeView view(Shown shown, boolean admin) {
        Map<String, GivenView> secrets = new TreeMap<>();
        shown.secrets().forEach((name, touch) -> secrets.put(name, GivenView.of(touch)));
        return new MadeView(
                shown.revision().text(),
                shown.made().actor(),
                shown.made().at(),
                shown.changed().actor(),
                shown.changed().at(),
                secrets,
                admin ? shown.fields() : null);
    }

    /** The header {@code ETag} of an entry; empty if a file says what it is. */
    Optional<String> etag(Kind kind, String name) {
        return desk.find(kind, name).map(shown -> "\"" + shown.revision().text() + "\"");
    }

    /** Makes an entry of a body with its name. Returns the name. */
    String make(Kind kind, ObjectNode body, HttpServletRequest request) {
        Caller caller = Asker.caller(request);
        JsonNode name = body.remove("name");
        if (name == null || !name.isTextual()) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "name", "must be given, as a text")
                    .thrown();
        }
        return done(() -> desk.make(kind, name.textValue(), body, caller.getName()))
                .name();
    }

    void change(Kind kind, String name, ObjectNode body, HttpServletRequest request) {
        Caller caller = Asker.caller(request);
        Revision seen = seen(kind, name, request);
        JsonNode own = body.remove("name");
        if (own != null && !own.asText().equals(name)) {
            throw Problem.of(HttpStatus.UNPROCESSABLE_ENTITY, "name", "can't be changed: make another one")
                    .thrown();
        }
        done(() -> desk.change(kind, name, body, seen, caller.getName()));
    }

    void delete(Kind kind, String name, HttpServletRequest request) {
        Caller caller = Asker.caller(request);
        Revision seen = seen(kind, name, request);
        done(() -> {
            desk.delete(kind, name, seen, caller.getName());
            return name;
        });
    }

    /** A try of an account. */
    interface Trial {
        AccountTrial.Result run(AccountTrial trial) throws AccountTrial.TooSoonException;
    }

    TrialView tried(Trial what) {
        try {
            AccountTrial.Result result = what.run(trial);
            return new TrialView(result.ok(), result.code(), result.message(), result.models());
        } catch (AccountTrial.TooSoonException e) {
            throw Problem.of(HttpStatus.TOO_MANY_REQUESTS, String.valueOf(e.getMessage()))
                    .thrown();
        }
    }

    private Revision seen(Kind kind, String name, HttpServletRequest request) {
        desk.place(kind, name).ifPresent(place -> {
            throw Problem.of(
                            HttpStatus.CONFLICT,
                            "\"" + name + "\" is defined in " + place
                                    + ". Change it there and reload; over HTTP it can't be changed")
                    .thrown();
        });
        String header = request.getHeader("If-Match");
        if (header == null) {
            throw Problem.of(
                            HttpStatus.PRECONDITION_REQUIRED,
                            "If-Match",
                            "must be the ETag of what you read, so that nobody's change is undone unseen")
                    .thrown();
        }
        Matcher tag = TAG.matcher(header.strip());
        return Revision.of(tag.matches() ? tag.group(1) : "");
    }

    private static <T> T done(Work<T> work) {
        try {
            return work.run();
        } catch (RefusedSetupException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(RefusedSetupException e) {
        HttpStatus status = switch (e.why()) {
            case NOT_VALID -> HttpStatus.UNPROCESSABLE_ENTITY;
            case CONFLICT -> HttpStatus.CONFLICT;
            case CHANGED -> HttpStatus.PRECONDITION_FAILED;
            case NOT_THERE -> HttpStatus.NOT_FOUND;
        };
        return e.why() == RefusedSetupException.Why.NOT_THERE
                ? Problem.notFound().thrown()
                : new Problem(
                                status,
                                String.valueOf(e.getMessage()),
                                e.fields().stream()
                                        .map(field -> new Problem.Field(field.field(), field.reason()))
                                        .toList())
                        .thrown();
    }
}
