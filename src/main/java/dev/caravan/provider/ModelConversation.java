package dev.caravan.provider;

import java.io.IOException;

/** Asks providers which models there are, when somebody waits for it: the routes {@code <protocol>-models}. */
public interface ModelConversation {

    /**
     * Asks until the list is whole or the inquiry has failed.
     *
     * @throws IOException if no answer came
     */
    void ask(ModelInquiry inquiry) throws IOException;
}
