package dev.caravan.route;

import dev.caravan.provider.RealTimeCall;
import dev.caravan.realtime.Conversation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Real-time calls through the routes {@code <protocol>-ask}. */
final class AskRoutes implements Conversation {
    private final AnsweringRoutes routes;

    AskRoutes(AnsweringRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void hold(RealTimeCall call) throws IOException {
        routes.awaitStart(call::isOver);
        Exception error = routes.run(call.getProtocol() + "-ask", "call", call);
        if (error == null) {
            return;
        }
        if (wasNotSent(error)) {
            ConnectException notSent = new ConnectException("The call was not sent: " + error);
            notSent.initCause(error);
            throw notSent;
        }
        throw error instanceof IOException broken ? broken : new IOException("The call failed: " + error, error);
    }

    /** No connection came about, or no route is there that could make one. */
    private static boolean wasNotSent(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof ConnectTimeoutException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof DirectConsumerNotAvailableException) {
                return true;
            }
        }
        return false;
    }
}
