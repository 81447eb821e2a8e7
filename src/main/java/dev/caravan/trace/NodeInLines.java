package dev.caravan.trace;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.springframework.boot.json.JsonWriter.Members;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/** The number of this node in each line that is JSON. Spring makes it by its name in application.yaml. */
public final class NodeInLines implements StructuredLoggingJsonMembersCustomizer<ILoggingEvent> {

    @Override
    public void customize(Members<ILoggingEvent> members) {
        members.add(NodeInLog.NODE, NodeInLines::node).whenHasLength();
    }

    private static String node(ILoggingEvent event) {
        return event.getLoggerContextVO().getPropertyMap().getOrDefault(NodeInLog.NODE, "");
    }
}
