package dev.caravan.route;

import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver;
import dev.caravan.provider.CallObserver.EndedCall;
import dev.caravan.provider.Protocols;
import dev.caravan.provider.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.camel.Exchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;

/**
 * Takes the time of calls to providers. One that has no answer ends in the HTTP client; any other where its answer has been
 * read to its end, for it may still break off. What kind of call it is says a header that stays here.
 */
final class CallTimes implements ExecChainHandler {
    static final String NAME = "Caravan-Call";
    private static final String BEGUN = "caravan.call.begun";

    private final Models models;
    private final Protocols protocols;
    private final CallObserver observer;
    private final LongSupplier nanoTime;

    CallTimes(Models models, Protocols protocols, CallObserver observer, LongSupplier nanoTime) {
        this.models = models;
        this.protocols = protocols;
        this.observer = observer;
        this.nanoTime = nanoTime;
    }

    private record Begun(String credential, CallKind kind, long nanos) {}

    /** A call is about to be made. */
    void begin(Exchange exchange, String credential) {
        String kind = exchange.getMessage().getHeader(NAME, "", String.class);
        exchange.setProperty(BEGUN, new Begun(credential, CallKind.of(kind), nanoTime.getAsLong()));
    }

    /** Its answer is here, whole. */
    void answered(Exchange exchange, Reply reply) {
        if (exchange.removeProperty(BEGUN) instanceof Begun call) {
            Credential credential = models.credentials().get(call.credential());
            CallEnd end = reply.ok() || credential == null
                    ? CallEnd.OK
                    : CallEnd.of(protocols.get(credential.provider().protocol()).meaning(reply, credential.settings()));
            ended(call, end);
        }
    }

    /** Its answer began, and never ended. */
    void brokenOff(Exchange exchange) {
        if (exchange.removeProperty(BEGUN) instanceof Begun call) {
            ended(call, CallEnd.NETWORK);
        }
    }

    @Override
    public ClassicHttpResponse execute(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Begun call = new Begun(
                header(request, SecretInterceptor.NAME), CallKind.of(header(request, NAME)), nanoTime.getAsLong());
        request.removeHeaders(NAME);
        try {
            return chain.proceed(request, scope);
        } catch (IOException | HttpException | RuntimeException e) {
            ended(call, CallEnd.NETWORK);
            throw e;
        }
    }

    private static String header(ClassicHttpRequest request, String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? "" : header.getValue();
    }

    private void ended(Begun call, CallEnd end) {
        observer.ended(new EndedCall(
                call.credential(), call.kind(), end, Duration.ofNanos(nanoTime.getAsLong() - call.nanos())));
    }
}
