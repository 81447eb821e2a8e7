package dev.caravan.task;

import dev.caravan.config.ConfigFolder;
import java.nio.file.Path;

/** A configuration with one whole task, to be spoilt. */
final class TriageTickets {
    static final String TASK = "tasks/triage-tickets/task.yaml";
    static final String SCHEMA = "tasks/triage-tickets/output.schema.json";
    static final String USER = "tasks/triage-tickets/user.md";

    private TriageTickets() {}

    static ConfigFolder in(Path folder) {
        return new ConfigFolder(folder)
                .write("providers.yaml", """
                        simulator:
                          protocol: openai
                          base-url: http://localhost/openai/v1
                          read: 2026-11-20
                          limits: {requests: 10, size: 1MB}
                          models:
                            plain: {endpoints: [/v1/chat/completions]}
                            vectors: {endpoints: [/v1/embeddings]}
                        """)
                .write("models.yaml", """
                        credentials:
                          simulated: {provider: simulator, secret: "${K:k}"}
                          paid: {provider: simulator, secret: "${PAID_KEY}"}
                        batch-models:
                          fast: {credential: simulated, model: any}
                          careful: {credential: paid, model: any}
                          plain: {credential: simulated, model: plain}
                          vectors: {credential: simulated, model: vectors, endpoint: /v1/embeddings}
                        """)
                .write(TASK, """
                        version: 3
                        model: fast
                        input:
                          key: ticket_id
                          required: [ticket_id, body]
                          optional: [subject]
                          max-chars: 4000
                          format: csv
                          delimiter: ";"
                          keep-rows: true
                        output:
                          schema: output.schema.json
                          schema-version: 2
                          echo: {ticket_id: ticket_id}
                          text: {html: reject, max-chars: 2000}
                          lenient: fences
                        retry: {provider-error: {attempts: 4, backoff: 1m..1h}, invalid-output: hold}
                        review: {when: "confidence < 0.7", sample: 2%, after-attempts: 5}
                        publish: {to: [tickets-jsonl, tickets-csv], gate: auto}
                        window: 2s
                        """)
                .write("tasks/triage-tickets/system.md", "Sort tickets.\r\n")
                .write(USER, "{{ticket_id}}\n{{#subject}}Subject: {{subject}}{{/subject}}\n{{body}}\n\n")
                .write(SCHEMA, """
                        {
                          "type": "object",
                          "properties": {
                            "ticket_id": {"type": "string"},
                            "confidence": {"type": "number", "minimum": 0, "maximum": 1.0}
                          },
                          "required": ["ticket_id", "confidence"],
                          "additionalProperties": false
                        }
                        """);
    }
}
