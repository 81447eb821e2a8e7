package dev.caravan.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.caravan.ledger.Decisions;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.Publications.Content;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.ledger.Publications.Publication;
import dev.caravan.restore.PublicationPaper;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what people rejected: the line of a result, with who, when and why, and the last answer whatever it is. */
final class RejectsWriter {
    private static final int PAGE = 500;
    private static final ObjectMapper NUMBERS = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private final Ledger ledger;
    private final Spool spool;
    private final LastAnswers answers;

    RejectsWriter(Ledger ledger, Spool spool, LastAnswers answers) {
        this.ledger = ledger;
        this.spool = spool;
        this.answers = answers;
    }

    /** As {@link ContentWriter#write}. */
    Content write(Publication publication, String task) throws IOException {
        PublicationPaper.rejects(publication.instance(), publication.id(), task).write(spool);
        try (FrozenFile file = new FrozenFile(spool, PublicationPaper.contentPath(publication.id()))) {
            LineWriter lines = new LineWriter(publication, task, true, new Provenance(ledger), file.out());
            long after = 0;
            List<Member> page;
            do {
                page = ledger.publications().members(publication.id(), after, PAGE);
                Map<Long, Decisions.Made> rejections = ledger.decisions()
                        .rejections(page.stream().map(Member::recordId).toList());
                for (Member member : page) {
                    line(member, rejections.get(member.recordId()), lines);
                    after = member.recordId();
                }
            } while (!page.isEmpty());
            lines.flush();
            return file.end(publication.records());
        }
    }

    private void line(Member member, Decisions.@Nullable Made made, LineWriter lines) throws IOException {
        String said = answers.of(member);
        JsonNode json = said == null ? null : json(said);
        lines.write(
                member,
                NUMBERS.writeValueAsString(json == null ? NullNode.getInstance() : json)
                        .getBytes(StandardCharsets.UTF_8),
                made == null
                        ? null
                        : new LineWriter.Rejected(
                                made.reason() == null ? "" : made.reason(),
                                made.why(),
                                made.actor(),
                                made.at(),
                                json == null ? said : null));
    }

    private static @Nullable JsonNode json(String said) {
        try {
            JsonNode json = NUMBERS.readTree(said);
            return json.isMissingNode() ? null : json;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
