package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What the model behind a surface says to one line, before it is put into a row.
 *
 * @param status 200, or the HTTP status that the same request would have got as a single call
 * @param body the response, or the error, in the vendor's shape
 */
public record Answer(int status, ObjectNode body, Tokens tokens) {
    public static Answer ok(ObjectNode body, Tokens tokens) {
        return new Answer(200, body, tokens);
    }

    public static Answer error(int status, ObjectNode body) {
        return new Answer(status, body, Tokens.NONE);
    }

    public boolean isOk() {
        return status == 200;
    }
}
