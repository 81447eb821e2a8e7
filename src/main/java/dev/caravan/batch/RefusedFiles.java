package dev.caravan.batch;

import dev.caravan.ledger.Refusals;
import dev.caravan.provider.Failure;
import dev.caravan.trace.Work;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a file that its provider refused whole, and one line about it in the log. */
final class RefusedFiles {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedFiles.class);

    private final Workplace at;

    RefusedFiles(Workplace at) {
        this.at = at;
    }

    /** Nothing was charged; the claim has ended when this returns. */
    void refused(BatchInHand batch, String code, String message, List<Failure.Line> lines) {
        List<Refusals.Named> named = lines.stream()
                .map(line -> new Refusals.Named(line.number(), line.code(), line.message()))
                .toList();
        int least = batch.reach().provider().limits().least();
        Refusals.Verdict verdict =
                at.ledger().refusals().refused(batch.claim(), new Refusals.Refusal(code, message, named, least));
        Work.here().failed("invalid_request").restSince(batch.batch().assembledAt());
        LOG.warn(
                "Batch {} of {} records was refused whole by {} and nothing was charged ({}: {}){}: {}",
                batch.getId(),
                batch.batch().members().size(),
                batch.reach().provider().name(),
                code,
                message,
                verdict.root() == batch.getId() ? "" : ", a part of batch " + verdict.root(),
                outcome(verdict, batch));
    }

    private static String outcome(Refusals.Verdict verdict, BatchInHand batch) {
        return switch (verdict.how()) {
            case NAMED -> verdict.failed() + " that it names are in provider_error, " + verdict.again() + " go again";
            case ALONE -> "its record is in provider_error";
            case SPLIT -> "they go again in " + verdict.parts() + " batches, to find the one at fault";
            case ALL ->
                "no part of that file is accepted, so all of them are in "
                        + (verdict.held() > 0 ? "held" : "provider_error");
            case TOO_FEW ->
                "they are held, for the provider takes no batch of fewer than "
                        + batch.reach().provider().limits().least() + " in which to look for the one at fault";
            case CANCELLED -> "its records are held, for it was to be cancelled";
        };
    }
}
