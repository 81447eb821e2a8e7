package dev.caravan.route;

import dev.caravan.provider.Download;
import dev.caravan.provider.bedrock.Transfer;
import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.spi.Registry;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Bean {@code objectStore}: what the kamelets s3-put and s3-get do with the transfer in the variable {@code object}. The
 * S3 client of its account is put into Camel's registry as {@code s3-<credential>}, where the component finds it.
 */
public final class ObjectStore {
    private static final String CLIENT = "s3-";

    /** Names the object, and opens it where bytes go up. The component closes what was opened. */
    public void prepare(Exchange exchange) throws IOException {
        Transfer object = object(exchange);
        Registry registry = exchange.getContext().getRegistry();
        String client = CLIENT + object.getAccount();
        if (registry.lookupByName(client) == null) {
            registry.bind(client, S3Client.class, object.client());
        }
        Message message = exchange.getMessage();
        message.setHeader(AWS2S3Constants.KEY, object.getKey());
        if (object.length() > 0) {
            message.setHeader(AWS2S3Constants.CONTENT_LENGTH, object.length());
            message.setBody(object.open());
        } else {
            message.setBody(null);
        }
    }

    /** The call failed: keeps why for the conversation. */
    public void failed(Exchange exchange) {
        object(exchange).failed(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        exchange.getMessage().setBody(null);
    }

    /** Streams what came into the variable {@code download}; a stream that is not read to its end is cut off. */
    public void save(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Download download = exchange.getVariable("download", Download.class);
        InputStream body = message.getBody(InputStream.class);
        boolean whole = false;
        try {
            download.save(body, message.getHeader(AWS2S3Constants.CONTENT_LENGTH, -1L, Long.class));
            whole = true;
        } finally {
            if (!whole && body instanceof ResponseInputStream<?> stream) {
                stream.abort();
            }
            body.close();
        }
        message.setBody(null);
    }

    private static Transfer object(Exchange exchange) {
        return exchange.getVariable("object", Transfer.class);
    }
}
