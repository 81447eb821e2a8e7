package dev.caravan.publish;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import dev.caravan.ledger.Publications.Share;
import dev.caravan.restore.PublicationPaper;
import dev.caravan.spool.SegmentReader;
import dev.caravan.spool.Spool;
import dev.caravan.task.Outlet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the content of a publication into the spool, and beside it what single sinks get of it. The same members give the
 * same bytes, whoever writes them.
 */
final class ContentWriter {
    private static final int PAGE = 2_000;
    private static final ObjectMapper NUMBERS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Ledger ledger;
    private final Spool spool;
    private final Answers answers;

    ContentWriter(Ledger ledger, Spool spool, Answers answers) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
    }

    /**
     * What was written.
     *
     * @param content null if no member is left
     * @param parked how many members have left it, because no sink can be told for them; people decide
     */
    record Made(@Nullable Content content, List<Share> shares, int parked) {}

    /**
     * Writes everything, or accepts what an earlier process left there if the bytes are the same. The content as a whole
     * comes last: where it is, all of it is.
     *
     * @param reviewer whether lines name who approved or edited
     * @throws PublicationAlarm if they are not
     */
    Made write(Publication publication, String task, Routing routing, boolean reviewer) throws IOException {
        new PublicationPaper(publication.instance(), publication.id(), task, papers(routing.shared()), false)
                .write(spool);
        Provenance provenance = new Provenance(ledger);
        Map<String, ShareInHand> shares = new LinkedHashMap<>();
        try (FrozenFile whole = new FrozenFile(spool, PublicationPaper.contentPath(publication.id()))) {
            Projection projection = new Projection(NUMBERS, new SegmentReader(spool));
            for (Outlet outlet : routing.shared()) {
                FrozenFile file = new FrozenFile(spool, PublicationPaper.sharePath(publication.id(), outlet.sink()));
                LineWriter lines = new LineWriter(publication, task, reviewer, provenance, file.out());
                shares.put(outlet.sink(), new ShareInHand(outlet, file, lines, projection));
            }
            LineWriter lines = new LineWriter(publication, task, reviewer, provenance, whole.out());
            Map<Long, String> parked = lines(publication, lines, routing, shares);
            lines.flush();
            if (!parked.isEmpty()) {
                ledger.publications().park(publication.id(), parked);
            }
            int records = publication.records() - parked.size();
            if (records == 0) {
                return new Made(null, List.of(), parked.size());
            }
            List<Share> ended = new ArrayList<>();
            for (ShareInHand share : shares.values()) {
                ended.add(share.end());
            }
            return new Made(whole.end(records), ended, parked.size());
        } finally {
            for (ShareInHand share : shares.values()) {
                share.close();
            }
        }
    }

    private static Map<String, String> papers(List<Outlet> outlets) {
        Map<String, String> papers = new TreeMap<>();
        outlets.forEach(outlet -> papers.put(outlet.sink(), Projection.text(outlet.fields())));
        return papers;
    }

    /** Returns why no sink can be told, by record. */
    private Map<Long, String> lines(
            Publication publication, LineWriter whole, Routing routing, Map<String, ShareInHand> shares)
            throws IOException {
        Map<Long, String> parked = new TreeMap<>();
        int records = 0;
        try (Answers.Reading reading = answers.open();
                MembersAhead members = new MembersAhead(ledger.publications(), publication.id(), PAGE)) {
            for (List<Member> page = members.next(); !page.isEmpty(); page = members.next()) {
                reading.expect(page.stream().filter(ContentWriter::isOfModel).toList());
                for (Member member : page) {
                    byte[] answer = value(member, reading);
                    String open = shares.isEmpty() ? null : share(member, answer, routing, shares);
                    if (open == null) {
                        whole.write(member, answer);
                    } else {
                        parked.put(member.recordId(), open);
                    }
                    records++;
                }
            }
        }
        if (records != publication.records()) {
            throw new IOException("the ledger counts " + publication.records() + " members but lists " + records);
        }
        return parked;
    }

    private static byte[] value(Member member, Answers.Reading reading) throws IOException {
        Publications.Decided decided = member.decided();
        return decided == null || decided.value() == null
                ? reading.valueOf(member)
                : decided.value().getBytes(StandardCharsets.UTF_8);
    }

    /** What a person gave counts more than what the model answered. */
    private static boolean isOfModel(Member member) {
        Publications.Decided decided = member.decided();
        return decided == null || decided.value() == null;
    }

    private static @Nullable String share(
            Member member, byte[] answer, Routing routing, Map<String, ShareInHand> shares) throws IOException {
        JsonNode value = NUMBERS.readTree(answer);
        Routing.Taken taken = routing.take(value);
        Set<String> sinks = taken.sinks();
        for (ShareInHand share : shares.values()) {
            if (sinks.contains(share.sink())) {
                share.add(member, value, answer);
            }
        }
        return taken.open();
    }
}
