package dev.caravan.realtime;

import dev.caravan.provider.RealTimeCall;
import java.io.IOException;

/** Speaks to providers: the routes {@code <protocol>-ask}. */
public interface Conversation {

    /**
     * Makes one call, once, and tells it what came back.
     *
     * @throws java.net.ConnectException if it certainly was not sent
     * @throws IOException if nothing came back
     */
    void hold(RealTimeCall call) throws IOException;
}
