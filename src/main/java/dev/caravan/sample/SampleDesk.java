package dev.caravan.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Requests.Answer;
import dev.caravan.ledger.Requests.Kind;
import dev.caravan.ledger.Requests.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/**
 * Answers the command {@code sample}. Bean {@code samples} of its route. A report holds what records say, so it goes through a
 * file that the command deletes, and not into the ledger.
 */
public final class SampleDesk {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<Kind> KINDS = Set.of(Kind.SAMPLE);

    private final Ledger ledger;
    private final Samples samples;
    private final Path folder;

    /** @param folder for reports; need not exist */
    SampleDesk(Ledger ledger, Samples samples, Path folder) {
        this.ledger = ledger;
        this.samples = samples;
        this.folder = folder;
    }

    /** Answers what was asked. For the route. */
    public void once() {
        if (!ledger.requests().open(KINDS).isEmpty()) {
            ledger.nodes().duties().alone("samples", this::work);
        }
    }

    private void work() {
        for (Request request : ledger.requests().open(KINDS)) {
            if (isHere(request)) {
                ledger.requests().done(request.id(), answer(request));
            }
        }
    }

    /** A file that is not on this machine may be on that of another node; if there is none, the answer says what is wrong. */
    private boolean isHere(Request request) {
        try {
            return Files.exists(Path.of(
                            JSON.readTree(request.wish().value()).path("file").asText()))
                    || ledger.nodes().living().size() < 2;
        } catch (IOException | InvalidPathException e) {
            return true;
        }
    }

    private Answer answer(Request request) {
        try {
            JsonNode asked = JSON.readTree(request.wish().value());
            Path file = Path.of(asked.path("file").asText());
            Wanted wanted =
                    new Wanted(asked.path("n").asInt(), asked.path("random").asBoolean());
            Report report = samples.of(
                    asked.path("task").asText(), file.getFileName().toString(), Files.newInputStream(file), wanted);
            Path part = Files.createDirectories(folder).resolve(request.id() + ".part");
            Files.write(part, JSON.writeValueAsBytes(report));
            Files.move(part, folder.resolve(request.id() + ".json"), StandardCopyOption.ATOMIC_MOVE);
            return Answer.done(request.id() + ".json");
        } catch (IOException | RuntimeException e) {
            return Answer.refused(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }
}
