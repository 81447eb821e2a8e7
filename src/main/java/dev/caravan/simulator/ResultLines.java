package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Turns answers into lines of the output file and the error file, with what a script does to whole lines. */
final class ResultLines {
    private final String batchId;
    private final RunFiles files;
    private Tokens usage = Tokens.NONE;
    private @Nullable Held held;

    ResultLines(String batchId, RunFiles files) {
        this.batchId = batchId;
        this.files = files;
    }

    /** An answer that waits for the next one to change places with it. */
    private record Held(String customId, Answer answer) {}

    void add(String customId, Twist twist, Answer answer) throws IOException {
        Held first = held;
        if (first != null) {
            held = null;
            write(first.customId(), twist, answer);
            write(customId, Twist.NONE, first.answer());
        } else if (twist == Twist.SWAP) {
            held = new Held(customId, answer);
        } else {
            write(customId, twist, answer);
        }
    }

    void expired(String customId) throws IOException {
        ObjectNode line = line(customId);
        line.putNull("response");
        line.putObject("error")
                .put("code", "batch_expired")
                .put("message", "This request could not be executed before the completion window expired.");
        files.unrun(line);
    }

    /** Call once after the last answer. */
    void end() throws IOException {
        Held last = held;
        if (last != null) {
            held = null;
            write(last.customId(), Twist.NONE, last.answer());
        }
    }

    Tokens usage() {
        return usage;
    }

    private void write(String customId, Twist twist, Answer answer) throws IOException {
        ObjectNode line = line(customId);
        ObjectNode response = line.putObject("response")
                .put("status_code", twist == Twist.STATUS_0 ? 0 : answer.status())
                .put("request_id", "req_" + Hash.hex(batchId, customId, "request"));
        if (twist == Twist.STATUS_0) {
            response.putNull("body");
        } else {
            response.set("body", answer.body());
        }
        line.putNull("error");
        if (twist == Twist.STATUS_0) {
            files.lost(line);
        } else if (answer.status() == 200) {
            usage = usage.plus(answer.tokens());
            files.ok(customId, line);
            if (twist == Twist.DUPLICATE) {
                files.again(line);
            }
        } else {
            files.failed(line);
        }
    }

    private ObjectNode line(String customId) {
        return Json.object()
                .put("id", "batch_req_" + Hash.hex(batchId, customId))
                .put("custom_id", customId);
    }
}
