package dev.caravan.provider;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.jspecify.annotations.Nullable;

/** What an exception says of a call that brought no answer. */
public final class Unsent {
    private Unsent() {}

    /**
     * A transient failure; proven only if no connection came about, so that no byte of the call can have arrived
     * (protocol rule 6). Reset, time-out while waiting, a broken body: all that is doubt.
     */
    public static Failure failure(Throwable thrown) {
        return new Failure(Failure.Kind.TRANSIENT, proven(thrown), "no_answer", message(thrown), null, 0);
    }

    private static boolean proven(Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof ConnectionRequestTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException) {
                return true;
            }
        }
        return false;
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        String kind = thrown.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }
}
