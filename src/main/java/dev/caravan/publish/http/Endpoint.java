package dev.caravan.publish.http;

import java.net.URI;
import java.util.Map;

/**
 * Where an HTTP sink sends.
 *
 * @param headers sent with every request to it and never to anything else; secrets among them
 */
public record Endpoint(String name, URI url, Map<String, String> headers) {

    @Override
    public String toString() {
        return name;
    }
}
