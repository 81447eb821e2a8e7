package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an endpoint says to one request. */
record Answer(int status, ObjectNode body, Tokens tokens) {
    static Answer error(ApiException error) {
        return new Answer(error.status(), error.body(), Tokens.NONE);
    }
}
