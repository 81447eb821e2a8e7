package dev.caravan.route;

import dev.caravan.provider.ModelConversation;
import dev.caravan.provider.ModelInquiry;
import java.io.IOException;

/** Lists of models through the routes {@code <protocol>-models}. */
final class ModelRoutes implements ModelConversation {
    private final AnsweringRoutes routes;

    ModelRoutes(AnsweringRoutes routes) {
        this.routes = routes;
    }

    @Override
    public void ask(ModelInquiry inquiry) throws IOException {
        Exception error = routes.run(inquiry.getProtocol() + "-models", "inquiry", inquiry);
        if (error != null) {
            throw error instanceof IOException broken ? broken : new IOException(error.getMessage(), error);
        }
    }
}
