package dev.caravan.simulator.core;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets a filter close the connection under a request. The servlet API has no such call: every way out of a servlet
 * ends in an answer, and a lost reply is exactly the lack of one.
 */
public final class ConnectionValve extends ValveBase {
    private static final String ATTRIBUTE = ConnectionValve.class.getName();

    public ConnectionValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (request.getRequestURI().substring(request.getContextPath().length()).startsWith(Surface.ROOT + "/")) {
            Runnable cut = () -> response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
            request.setAttribute(ATTRIBUTE, cut);
        }
        getNext().invoke(request, response);
    }

    /** Closes the connection at once; whatever is written afterwards goes nowhere. */
    static void cut(ServletRequest request) {
        ((Runnable) request.getAttribute(ATTRIBUTE)).run();
    }
}
