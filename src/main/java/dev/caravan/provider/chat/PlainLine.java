package dev.caravan.provider.chat;

import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult.Tokens;
import dev.caravan.provider.chat.PlainJson.GivenUp;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads what nearly all result lines are: a chat answer with status 200, in one text, without an error. It finds what {@link
 * LineReader} would find, in a fraction of the time, or nothing.
 */
final class PlainLine {
    private static final int LONGEST = 1 << 20;

    private static final byte[] CUSTOM_ID = name("custom_id");
    private static final byte[] RESPONSE = name("response");
    private static final byte[] ERROR = name("error");
    private static final byte[] STATUS_CODE = name("status_code");
    private static final byte[] REQUEST_ID = name("request_id");
    private static final byte[] BODY = name("body");
    private static final byte[] MODEL = name("model");
    private static final byte[] USAGE = name("usage");
    private static final byte[] CHOICES = name("choices");
    private static final byte[] FINISH_REASON = name("finish_reason");
    private static final byte[] MESSAGE = name("message");
    private static final byte[] CONTENT = name("content");
    private static final byte[] REFUSAL = name("refusal");
    private static final byte[] IN = name("prompt_tokens");
    private static final byte[] OUT = name("completion_tokens");
    private static final byte[] IN_DETAILS = name("prompt_tokens_details");
    private static final byte[] OUT_DETAILS = name("completion_tokens_details");
    private static final byte[] CACHED = name("cached_tokens");
    private static final byte[] REASONING = name("reasoning_tokens");

    /** What other endpoints say, or a response without a wrapper: that is for the other reader. */
    private static final byte[][] OTHER_BODIES = {
        name("status"), name("incomplete_details"), name("output"), name("data"), name("results")
    };

    private static final byte[][] OTHER_TOKENS = {
        name("input_tokens"), name("output_tokens"), name("input_tokens_details"), name("output_tokens_details")
    };

    private static final int OK = 200;
    /** Which field it is to {@link #once}. */
    private static final int STATUS = 2;

    private final PlainJson json;
    private final boolean whole;
    private int seen;
    private int status;
    private int in;
    private int cached;
    private int out;
    private int reasoning;
    private @Nullable String customId;
    private @Nullable String requestId;
    private @Nullable String model;
    private @Nullable String finish;
    private byte @Nullable [] content;
    private int length;
    private boolean stopped;

    private PlainLine(PlainJson json, boolean whole) {
        this.json = json;
        this.whole = whole;
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Null if it is not such a line.
     *
     * @param whole whether {@link #line} is asked for, too
     */
    static @Nullable PlainLine read(byte[] bytes, int from, int to, boolean whole) {
        if (to - from > LONGEST) {
            return null;
        }
        try {
            PlainLine line = new PlainLine(new PlainJson(bytes, from, to), whole);
            line.read();
            return line;
        } catch (GivenUp e) {
            return null;
        }
    }

    /** What was found. */
    Line line() {
        Line line = new Line();
        line.customId = customId;
        line.answered = has(STATUS);
        line.status = status;
        line.requestId = requestId;
        line.model = model;
        line.finish = finish;
        line.addText(content == null ? null : new String(content, 0, length, StandardCharsets.UTF_8));
        line.in = in;
        line.cached = cached;
        line.out = out;
        line.reasoning = reasoning;
        return line;
    }

    /** Null unless it holds a whole answer under an id. */
    @Nullable
    PlainResult answer() {
        return status == OK && stopped && customId != null && content != null
                ? new PlainResult(customId, content, length, new Tokens(in, cached, out, reasoning))
                : null;
    }

    private void read() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(CUSTOM_ID)) {
                once(0);
                customId = json.text();
            } else if (json.is(RESPONSE)) {
                once(1);
                response();
            } else if (json.is(ERROR)) {
                none();
            } else {
                json.skip();
            }
        }
        json.end();
    }

    private void response() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(STATUS_CODE)) {
                once(STATUS);
                status = json.number();
            } else if (json.is(REQUEST_ID)) {
                once(3);
                requestId = told();
            } else if (json.is(BODY)) {
                once(4);
                body();
            } else if (json.is(MODEL) || json.is(ERROR) || json.is(USAGE) || json.is(CHOICES)) {
                throw GivenUp.UNUSUAL;
            } else {
                skipUnless(OTHER_BODIES);
            }
        }
    }

    private void body() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(MODEL)) {
                once(5);
                model = told();
            } else if (json.is(CHOICES)) {
                once(6);
                choices();
            } else if (json.is(USAGE)) {
                once(7);
                usage();
            } else if (json.is(ERROR)) {
                none();
            } else {
                skipUnless(OTHER_BODIES);
            }
        }
    }

    private void choices() throws GivenUp {
        if (json.array()) {
            choice();
            while (json.item()) {
                json.skip();
            }
        }
    }

    private void choice() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(FINISH_REASON)) {
                once(8);
                finish = json.text();
                stopped = finish.equals("stop");
            } else if (json.is(MESSAGE)) {
                once(9);
                message();
            } else {
                json.skip();
            }
        }
    }

    private void message() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(CONTENT)) {
                once(10);
                content = json.utf8();
                length = json.length();
            } else if (json.is(REFUSAL)) {
                none();
            } else {
                json.skip();
            }
        }
    }

    private void usage() throws GivenUp {
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (json.is(IN)) {
                once(11);
                in = json.number();
            } else if (json.is(OUT)) {
                once(12);
                out = json.number();
            } else if (json.is(IN_DETAILS)) {
                once(13);
                cached = detail(CACHED);
            } else if (json.is(OUT_DETAILS)) {
                once(14);
                reasoning = detail(REASONING);
            } else {
                skipUnless(OTHER_TOKENS);
            }
        }
    }

    /** A text that only {@link #line} has. */
    private @Nullable String told() throws GivenUp {
        if (whole) {
            return json.text();
        }
        json.skipText();
        return null;
    }

    private int detail(byte[] name) throws GivenUp {
        if (json.isNull()) {
            json.skip();
            return 0;
        }
        int found = -1;
        json.object();
        for (boolean first = true; json.field(first); first = false) {
            if (!json.is(name)) {
                json.skip();
            } else if (found < 0) {
                found = json.number();
            } else {
                throw GivenUp.UNUSUAL;
            }
        }
        return Math.max(0, found);
    }

    private void none() throws GivenUp {
        if (!json.isNull()) {
            throw GivenUp.UNUSUAL;
        }
        json.skip();
    }

    private void skipUnless(byte[][] names) throws GivenUp {
        for (byte[] name : names) {
            if (json.is(name)) {
                throw GivenUp.UNUSUAL;
            }
        }
        json.skip();
    }

    /** What comes twice is not for here: which one counts is the other reader's business. */
    private void once(int field) throws GivenUp {
        if ((seen & 1 << field) != 0) {
            throw GivenUp.UNUSUAL;
        }
        seen |= 1 << field;
    }

    private boolean has(int field) {
        return (seen & 1 << field) != 0;
    }
}
