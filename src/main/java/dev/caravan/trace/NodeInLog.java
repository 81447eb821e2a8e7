package dev.caravan.trace;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** Tells the log which node this is, as long as it is one. */
final class NodeInLog implements DisposableBean {
    static final String NODE = "node";

    private final ILoggerFactory log = LoggerFactory.getILoggerFactory();

    NodeInLog(int number) {
        if (log instanceof LoggerContext context) {
            context.putProperty(NODE, String.valueOf(number));
        }
    }

    @Override
    public void destroy() {
        if (log instanceof LoggerContext context) {
            context.putProperty(NODE, "");
        }
    }
}
