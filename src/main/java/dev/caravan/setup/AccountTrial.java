package dev.caravan.setup;

import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.provider.Failure;
import dev.caravan.provider.KnownModels;
import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelInquiry;
import dev.caravan.provider.ModelList;
import dev.caravan.provider.ModelLists;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a credential while somebody waits: its provider is asked for the models that it may use, which costs nothing. Each
 * credential at most once in {@value #SECONDS_BETWEEN} seconds, {@value #AT_ONCE} at a time. Thread-safe.
 */
public final class AccountTrial implements AutoCloseable {
    static final int SECONDS_BETWEEN = 5;
    static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST = 400;

    private final ModelConversation conversation;
    private final ModelLists lists;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, Long> last = new ConcurrentHashMap<>();
    private final ExecutorService askers =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "account-trial");
                thread.setDaemon(true);
                return thread;
            });

    /** @param nanoTime of a monotonic clock */
    AccountTrial(ModelConversation conversation, ModelLists lists, Clock clock, LongSupplier nanoTime) {
        this.conversation = conversation;
        this.lists = lists;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * What came of it.
     *
     * @param code {@code ok}, ours, or the provider's own word
     * @param message for a person; never a secret
     * @param models that the credential may use; null where nothing was answered
     */
    public record Result(
            boolean ok,
            String code,
            String message,
            @Nullable List<String> models) {}

    /** It was tried a moment ago, or too many are being tried. */
    public static final class TooSoonException extends Exception {
        private static final long serialVersionUID = 1;

        TooSoonException(String message) {
            super(message);
        }
    }

    /** @throws TooSoonException if nothing was asked because too much was asked before */
    public Result of(Credential credential) throws TooSoonException {
        String missing = missing(credential);
        if (missing != null) {
            return new Result(false, "no_secret", missing, null);
        }
        turn(credential.name());
        ModelInquiry inquiry = ModelInquiry.of(credential);
        try {
            Future<Result> asked = askers.submit(() -> ask(credential, inquiry));
            try {
                return asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                asked.cancel(true);
                return new Result(
                        false,
                        "timeout",
                        "No answer within " + PATIENCE.toSeconds() + " s. Nothing else was sent",
                        null);
            }
        } catch (RejectedExecutionException e) {
            throw new TooSoonException(AT_ONCE + " credentials are being tried just now. Try again in a moment");
        } catch (ExecutionException e) {
            return unreachable(credential, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unreachable(credential, e);
        }
    }

    /** The same for the credential of a batch model, and whether its model is among those listed. */
    public Result of(BatchModel model) throws TooSoonException {
        Credential credential = model.credential();
        Result result = of(credential);
        List<String> models = result.models();
        if (models == null || !lists.hasNames(credential)) {
            return result;
        }
        boolean listed = KnownModels.isListed(model.model(), new ModelList(credential.name(), clock.instant(), models));
        return listed
                ? result
                : new Result(
                        false,
                        "model_not_listed",
                        "The credential works, but its provider does not list " + model.model()
                                + ". Some take models that they do not list; try a sample before you rely on it",
                        models);
    }

    private Result ask(Credential credential, ModelInquiry inquiry) throws IOException {
        conversation.ask(inquiry);
        Failure failure = inquiry.failure();
        if (failure != null) {
            return new Result(false, failure.code(), clean(credential, failure.message()), null);
        }
        if (lists.hasNames(credential)) {
            lists.keep(inquiry);
        }
        return new Result(
                true,
                "ok",
                "The provider takes the credential and lists " + inquiry.names().size() + " models",
                inquiry.names());
    }

    private static @Nullable String missing(Credential credential) {
        if (credential.isUsable()) {
            return null;
        }
        return credential
                .secret()
                .whyClosed()
                .or(() -> credential.secret().missingVariable().map(name -> "${" + name + "} is not set"))
                .orElse("It has no secret");
    }

    private void turn(String credential) throws TooSoonException {
        long now = nanoTime.getAsLong();
        boolean[] soon = {false};
        last.compute(credential, (name, before) -> {
            soon[0] = before != null && now - before < TimeUnit.SECONDS.toNanos(SECONDS_BETWEEN);
            return soon[0] ? before : Long.valueOf(now);
        });
        if (soon[0]) {
            throw new TooSoonException("It was tried a moment ago. Try again in " + SECONDS_BETWEEN + " s");
        }
    }

    private static Result unreachable(Credential credential, Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new Result(false, "unreachable", clean(credential, message), null);
    }

    private static String clean(Credential credential, String message) {
        String clean = credential.secret().maskIn(message);
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}
