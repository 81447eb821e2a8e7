package dev.caravan.route;

import dev.caravan.trace.Work;
import dev.caravan.trace.WorkCall;
import java.io.IOException;
import java.util.List;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/** What a trace tells of a call to a provider: never its path or query, never a body. */
final class CallFacts implements ExecChainHandler {
    /** How providers call what their people find a call by. */
    private static final List<String> REQUEST_IDS =
            List.of("x-request-id", "request-id", "apim-request-id", "x-amzn-requestid", "x-goog-request-id");

    private static final int LONGEST_ID = 100;

    private final boolean told;

    /** @param told whether providers are told the trace */
    CallFacts(boolean told) {
        this.told = told;
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Work work = Work.here();
        if (!work.isTraced()) {
            return chain.proceed(request, scope);
        }
        if (told) {
            work.traceparent().ifPresent(parent -> request.setHeader("traceparent", parent));
        }
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            work.calling(facts(request, response));
            return response;
        } catch (IOException | HttpException | RuntimeException e) {
            work.calling(facts(request, null));
            throw e;
        }
    }

    private static WorkCall.Http facts(ClassicHttpRequest request, @Nullable ClassicHttpResponse response) {
        var authority = request.getAuthority();
        return new WorkCall.Http(
                request.getMethod(),
                authority == null ? "" : authority.getHostName(),
                authority == null ? -1 : authority.getPort(),
                response == null ? 0 : response.getCode(),
                length(request.getEntity()),
                response == null ? -1 : length(response.getEntity()),
                response == null ? null : requestId(response));
    }

    private static long length(@Nullable HttpEntity entity) {
        return entity == null ? 0 : entity.getContentLength();
    }

    /** Letters, digits and a few signs: it is the server's word, and goes to whoever reads traces. */
    private static @Nullable String requestId(ClassicHttpResponse response) {
        for (String name : REQUEST_IDS) {
            Header header = response.getFirstHeader(name);
            if (header != null
                    && header.getValue().length() <= LONGEST_ID
                    && header.getValue().matches("[A-Za-z0-9_.:=+/-]+")) {
                return header.getValue();
            }
        }
        return null;
    }
}
