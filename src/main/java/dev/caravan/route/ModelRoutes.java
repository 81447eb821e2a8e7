package dev.caravan.route;

import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelInquiry;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.springframework.beans.factory.ObjectProvider;

/** Lists of models through the routes {@code <protocol>-models}. */
final class ModelRoutes implements ModelConversation {
    private final ObjectProvider<ProducerTemplate> templates;

    /** @param templates looked up with each question: they are made after the beans that routes name */
    ModelRoutes(ObjectProvider<ProducerTemplate> templates) {
        this.templates = templates;
    }

    @Override
    public void ask(ModelInquiry inquiry) throws IOException {
        Exchange exchange = templates
                .getObject()
                .send(
                        "direct:" + inquiry.getProtocol() + "-models",
                        ExchangePattern.InOut,
                        asked -> asked.setVariable("inquiry", inquiry));
        Exception error = exchange.getException();
        if (error != null) {
            throw error instanceof IOException broken ? broken : new IOException(error.getMessage(), error);
        }
    }
}
