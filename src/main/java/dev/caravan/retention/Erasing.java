package dev.caravan.retention;

import dev.caravan.ledger.Duties;
import dev.caravan.ledger.Erasures;
import dev.caravan.ledger.Erasures.Asked;
import dev.caravan.ledger.Erasures.Frame;
import dev.caravan.ledger.Erasures.Line;
import dev.caravan.ledger.Erasures.Source;
import dev.caravan.ledger.Erasures.Traces;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.LedgerException;
import dev.caravan.ledger.Proofs;
import dev.caravan.restore.BatchPaper;
import dev.caravan.spool.Editions;
import dev.caravan.spool.SegmentEraser;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code erasures}: erases source records that people asked for (protocol rule 46). Asked for, nothing of one is sent or
 * published any more; when it is home, its bytes are blanked in copies of their files, the ledger names the copies, the files
 * before them are deleted. Everything may be repeated after a crash.
 */
public final class Erasing {
    private static final Logger LOG = LoggerFactory.getLogger(Erasing.class);

    private static final Pattern RESULTS = Pattern.compile("(?!requests|members).*\\.jsonl");
    private static final Pattern SEGMENTS = Pattern.compile("(segment|rows|doubles)-.*");

    private final Erasures erasures;
    private final Proofs proofs;
    private final Duties duties;
    private final Spool spool;
    private final EraseRequests requests;
    private final ErasedList list;
    private final SourceKeys sources;
    private final Editions editions;

    Erasing(Ledger ledger, Spool spool, EraseRequests requests) {
        this.erasures = ledger.erasures();
        this.proofs = ledger.proofs();
        this.duties = ledger.nodes().duties();
        this.spool = spool;
        this.requests = requests;
        this.list = new ErasedList(ledger, spool);
        this.sources = new SourceKeys(ledger.proofs().key());
        this.editions = new Editions(spool);
    }

    /** What the spool's list knows and the ledger does not, because it was restored from a backup, is asked for again. */
    void start() throws IOException {
        for (Asked again : list.unknown()) {
            try {
                erasures.ask(again);
                LOG.warn("Task {}: what was erased before the ledger was restored is erased again", again.task());
            } catch (LedgerException reading) {
                LOG.warn("Task {}: an erasure waits for the next start: {}", again.task(), reading.getMessage());
            }
        }
    }

    /** Takes new requests and erases what is home. */
    public synchronized void once() throws IOException {
        for (EraseRequests.Request request : requests.all()) {
            ask(request);
        }
        if (!erasures.home().isEmpty()) {
            duties.alone("erasures", this::eraseAll);
        }
    }

    private void eraseAll() {
        for (long erasure : erasures.home()) {
            try {
                erase(erasure);
            } catch (IOException | UncheckedIOException e) {
                LOG.error("Erasure {} could not be ended: {}; it goes on at the next tick", erasure, e.toString());
            }
        }
    }

    private void ask(EraseRequests.Request request) throws IOException {
        String hash = Hashes.hex(sources.keyed(request.task(), request.sourceId()));
        Asked asked = new Asked(request.task(), request.sourceId(), hash, request.at(), request.actor());
        if (!erasures.knows(asked)) {
            if (erasures.seen(asked.task(), asked.sourceId()).isEmpty()) {
                LOG.warn("Task {}: the record that is to be erased is not in the ledger", asked.task());
                requests.take(request);
                return;
            }
            list.add(asked);
            try {
                Optional<Long> erasure = erasures.ask(asked);
                LOG.info("Task {}: erasure {} is asked for by {}", asked.task(), erasure.orElse(0L), asked.actor());
            } catch (LedgerException reading) {
                LOG.info("Task {}: an erasure waits: {}", asked.task(), reading.getMessage());
                return;
            }
        }
        requests.take(request);
    }

    private void erase(long erasure) throws IOException {
        Traces traces = erasures.traces(erasure);
        for (Source source : traces.sources()) {
            spool.delete(source.path());
            erasures.sourceGone(source.dropId(), source.path());
        }
        for (Frame frame : traces.frames()) {
            blank(frame);
        }
        if (!SourceKeys.isErased(traces.sourceId()) && !traces.sourceId().isEmpty()) {
            rowless(traces);
        }
        Map<String, String> now = new HashMap<>();
        for (Line line : traces.lines()) {
            blank(line, now);
        }
        new SubmissionLines(spool).blank(traces.sourceId());
        strays(traces);
        erasures.done(erasure);
        LOG.info("Task {}: erasure {} is done", traces.task(), erasure);
    }

    /** What processes left that died before the ledger knew of it: result files, segments. */
    private void strays(Traces traces) throws IOException {
        Set<Long> batches = new TreeSet<>();
        traces.lines().stream()
                .filter(line -> line.kind() != Erasures.Kind.PUBLICATION)
                .forEach(line -> batches.add(line.owner()));
        for (long batch : batches) {
            Set<String> named =
                    proofs.results(batch).stream().map(Proofs.Answers::path).collect(Collectors.toSet());
            keepOnly("batches/" + batch + "/", RESULTS, named);
        }
        for (Frame frame : traces.frames()) {
            keepOnly("drops/" + frame.dropId() + "/", SEGMENTS, Set.copyOf(proofs.segments(frame.dropId())));
        }
    }

    private void keepOnly(String folder, Pattern which, Set<String> named) throws IOException {
        List<String> strays;
        try (Stream<String> all = spool.list(folder)) {
            strays = all.filter(path ->
                            which.matcher(path.substring(folder.length())).matches() && !named.contains(path))
                    .toList();
        }
        for (String stray : strays) {
            spool.delete(stray);
        }
    }

    private void rowless(Traces traces) throws IOException {
        var lines = new RowlessLines(erasures, spool, traces.sourceId());
        for (long drop : traces.drops()) {
            Optional<Frame> frame = lines.next(drop, 0);
            while (frame.isPresent()) {
                blank(frame.get());
                frame = lines.next(drop, frame.get().firstId());
            }
        }
    }

    private void blank(Frame frame) throws IOException {
        if (spool.exists(frame.segment())) {
            String copy = Editions.after(frame.segment());
            long at = new SegmentEraser(spool)
                    .copy(frame.segment(), copy, frame.offset(), frame.end(), frame.lines(), frame.blank());
            erasures.repoint(frame, copy, at);
            editions.keepOnly(copy);
        }
    }

    /** @param now the newest editions of files that were written again just now */
    private void blank(Line line, Map<String, String> now) throws IOException {
        String from = now.getOrDefault(line.path(), line.path());
        if (spool.exists(from)) {
            String copy = Editions.after(from);
            String sha256 = new LineEraser(spool).copy(from, copy, line.number(), line.offset());
            erasures.repoint(line, copy, sha256);
            now.put(line.path(), copy);
            editions.keepOnly(copy);
        }
        if (line.kind() == Erasures.Kind.REQUEST) {
            member(line);
        }
    }

    /** The ledger does not name this file: its newest edition is the one that counts. */
    private void member(Line line) throws IOException {
        Optional<String> from = editions.newest(BatchPaper.membersPath(line.owner()));
        if (from.isPresent()) {
            String copy = Editions.after(from.get());
            new LineEraser(spool).copy(from.get(), copy, line.number(), line.offset());
            editions.keepOnly(copy);
        }
    }
}
