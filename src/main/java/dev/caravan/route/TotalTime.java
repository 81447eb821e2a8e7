package dev.caravan.route;

import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/**
 * Breaks off a call that is not answered within the milliseconds of its header, however busy it is: no other limit ends a
 * body that goes out byte by byte. The header stays here; 0 or none is no limit.
 */
final class TotalTime implements ExecChainHandler {
    static final String NAME = "Caravan-All-Within";

    private final ScheduledThreadPoolExecutor watch;

    TotalTime() {
        watch = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "provider-call-limit");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
        watch.setKeepAliveTime(10, TimeUnit.SECONDS);
        watch.allowCoreThreadTimeOut(true);
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Header limit = request.getFirstHeader(NAME);
        request.removeHeaders(NAME);
        long millis = limit == null ? 0 : Long.parseLong(limit.getValue());
        if (millis <= 0) {
            return chain.proceed(request, scope);
        }
        Future<?> end = watch.schedule(() -> breakOff(scope), millis, TimeUnit.MILLISECONDS);
        try {
            return chain.proceed(request, scope);
        } finally {
            end.cancel(false);
        }
    }

    private static void breakOff(ExecChain.Scope scope) {
        if (scope.originalRequest instanceof Cancellable call) {
            call.cancel();
        }
        scope.execRuntime.discardEndpoint();
    }
}
