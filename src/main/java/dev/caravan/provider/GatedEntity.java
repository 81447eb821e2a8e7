package dev.caravan.provider;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** The body of a create: not a byte of it leaves once another process has taken the batch over (class C, step 2). */
public final class GatedEntity extends HttpEntityWrapper {
    private final CreateTry attempt;

    public GatedEntity(HttpEntity body, CreateTry attempt) {
        super(body);
        this.attempt = attempt;
    }

    @Override
    public boolean isRepeatable() {
        return false;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        if (!attempt.stillOurs()) {
            throw new IOException("The batch of try " + attempt.token()
                    + " was taken over before its create was sent; without its body it can't be accepted");
        }
        super.writeTo(out);
    }
}
