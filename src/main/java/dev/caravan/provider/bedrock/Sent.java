package dev.caravan.provider.bedrock;

import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Whether a call came as far as the network: what failed before (no credentials, no signature) was never sent. */
final class Sent {
    private static final ExecutionAttribute<Sent> MARK = new ExecutionAttribute<>("caravan.sent");

    private final AtomicBoolean sent = new AtomicBoolean();

    boolean isSent() {
        return sent.get();
    }

    /** The call goes out now. */
    void leaves() {
        sent.set(true);
    }

    static ExecutionAttribute<Sent> mark() {
        return MARK;
    }

    /** Registered with the client; sees the call after it is signed. */
    static final class Watch implements ExecutionInterceptor {

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            Sent mark = attributes.getAttribute(MARK);
            if (mark != null) {
                mark.sent.set(true);
            }
        }
    }
}
