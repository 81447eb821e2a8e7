package dev.caravan.publish.http;

/**
 * The body of one request.
 *
 * @param from how many records of the publication stand before it
 * @param to how many records of the publication end with it
 * @param dropped how many of those between were left out, because the receiver has a newer revision
 */
record Chunk(byte[] body, int from, int to, int dropped) {

    /** Names this body: the same key, the same bytes. */
    String key(String publication) {
        String key = publication + "-" + (from + 1) + "-" + to;
        return dropped == 0 ? key : key + "-" + dropped;
    }
}
