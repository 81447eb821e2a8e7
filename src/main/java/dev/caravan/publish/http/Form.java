package dev.caravan.publish.http;

import dev.caravan.publish.SinkException;
import java.util.Locale;

/** How records become the body of a request. */
enum Form {
    /** A JSON array of objects. */
    ARRAY("application/json", "[", ",", "]"),
    /** One JSON object a line. */
    NDJSON("application/x-ndjson", "", "\n", "\n"),
    /** One JSON object, so one request for each record. */
    RECORD("application/json", "", "", "");

    private final String contentType;
    private final String before;
    private final String between;
    private final String after;

    Form(String contentType, String before, String between, String after) {
        this.contentType = contentType;
        this.before = before;
        this.between = between;
        this.after = after;
    }

    static Form named(String name) throws SinkException {
        for (Form form : values()) {
            if (form.name().toLowerCase(Locale.ROOT).equals(name)) {
                return form;
            }
        }
        throw SinkException.forGood("its form is \"" + name + "\"; allowed: array, ndjson, record. Nothing was sent");
    }

    String contentType() {
        return contentType;
    }

    String before() {
        return before;
    }

    String between() {
        return between;
    }

    String after() {
        return after;
    }
}
