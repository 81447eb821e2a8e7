package dev.caravan.route;

import dev.caravan.provider.RealTimeCall;
import dev.caravan.realtime.Conversation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.springframework.beans.factory.ObjectProvider;

/** Real-time calls through the routes {@code <protocol>-ask}. */
final class AskRoutes implements Conversation {
    private final ObjectProvider<ProducerTemplate> templates;

    /** @param templates looked up with each call: they are made after the beans that routes name */
    AskRoutes(ObjectProvider<ProducerTemplate> templates) {
        this.templates = templates;
    }

    @Override
    public void hold(RealTimeCall call) throws IOException {
        ProducerTemplate template = templates.getObject();
        if (!template.getCamelContext().isStarted()) {
            // The web server answers before the routes run, and after they did.
            throw new ConnectException("The call was not sent: the routes of Caravan do not run yet, or not any more");
        }
        Exchange exchange = template.send(
                "direct:" + call.getProtocol() + "-ask",
                ExchangePattern.InOut,
                asked -> asked.setVariable("call", call));
        Exception error = exchange.getException();
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
