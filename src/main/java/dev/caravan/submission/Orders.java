package dev.caravan.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.intake.RecordReader;
import dev.caravan.ledger.StoredFiles.StoredFile;
import dev.caravan.ledger.Submissions;
import dev.caravan.spool.Spool;
import dev.caravan.spool.SpoolWriter;
import dev.caravan.task.Task;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads orders: bodies in the shape of OpenAI's batches, with requests in a file or in the body. Fields may stand in any order,
 * so requests of the body go to the spool first; everything is checked before anything is accepted.
 */
final class Orders {
    private final Spool spool;
    private final UploadedFiles files;
    private final GatewayLanes lanes;
    private final Limits limits;

    Orders(Spool spool, UploadedFiles files, GatewayLanes lanes, Limits limits) {
        this.spool = spool;
        this.files = files;
        this.lanes = lanes;
        this.limits = limits;
    }

    /** @throws RefusedSubmission for the first thing that is wrong */
    Acceptance.Read read(Caller caller, InputStream body, Upload upload) throws IOException, RefusedSubmission {
        String brought = SubmissionPaper.folder(upload.publicId()) + "requests.jsonl";
        try {
            OrderBody.Rest rest;
            var bounded = new BoundedBody(body, limits);
            try (SpoolWriter out = spool.create(brought)) {
                rest = new OrderBody(limits).read(bounded, out);
                out.commit();
            }
            OrderHead head = OrderHead.of(rest.fields());
            lanes.check(head, rest.requests());
            String id = head.inputFile();
            if (id == null) {
                return read(caller, brought, head, upload);
            }
            StoredFile file = files.find(caller, id)
                    .orElseThrow(() -> RefusedSubmission.field(
                            "input_file_id", "there is no file \"" + FieldCheck.brief(id) + "\" here"));
            if (!file.purpose().equals(UploadedFiles.PURPOSE)) {
                throw RefusedSubmission.field(
                        "input_file_id", "is a file with the purpose \"" + file.purpose() + "\", not batch");
            }
            return read(caller, files.path(file), head, upload);
        } finally {
            // Nothing but the body holds requests from here on: erasures look there.
            spool.delete(brought);
        }
    }

    private Acceptance.Read read(Caller caller, String path, OrderHead head, Upload upload)
            throws IOException, RefusedSubmission {
        GatewayLanes.Lanes mine = lanes.begin(caller, head);
        try (InputStream in = spool.open(path, 0)) {
            var lines = new BodyLines(in, limits);
            var requests = new OrderLines(lines, head, head.inputFile() == null);
            long count = 0;
            for (OrderLines.Request one = requests.next(); one != null; one = requests.next()) {
                if (++count > limits.lines()) {
                    throw requests.wrong("", "more than " + limits.lines() + " lines (caravan.http.max-lines)");
                }
                add(one, mine.task(one, requests), requests, upload);
            }
            ObjectNode metadata = head.metadata();
            return new Acceptance.Read(
                    count,
                    lines.bytes(),
                    new Submissions.Order(
                            head.endpoint().path(),
                            head.window(),
                            head.inputFile(),
                            head.model(),
                            metadata == null ? null : metadata.toString()));
        }
    }

    private static void add(OrderLines.Request one, Task task, OrderLines at, Upload upload)
            throws IOException, RefusedSubmission {
        ObjectNode line = BoundedJson.JSON.createObjectNode().put("custom_id", one.customId());
        line.set("body", one.body());
        String body = BoundedJson.JSON.writeValueAsString(one.body());
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(body)) {
            throw at.wrong("body", "has half of a surrogate pair, which is no character");
        }
        byte[] bytes = BoundedJson.JSON.writeValueAsString(line).getBytes(StandardCharsets.UTF_8);
        if (upload.add(one.model(), task, one.customId(), bytes, body) > RecordReader.MAX_RECORD_CHARS) {
            throw at.wrong("body", "is longer than " + RecordReader.MAX_RECORD_CHARS + " bytes with all escapes");
        }
    }
}
