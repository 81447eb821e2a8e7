package dev.caravan.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.batch.LinesAt.Place;
import dev.caravan.batch.LinesAt.Slice;
import dev.caravan.ledger.Collection.ResultAt;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.provider.PlainResult;
import dev.caravan.provider.ProviderResult;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Whole;
import dev.caravan.validation.Validator;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of many records, one after the other, from where the ledger says they lie. The first answer of a file is
 * read only when the whole file is what was brought home; a damaged one is fetched again by the collect stage. Not
 * thread-safe; to be closed.
 */
public final class AnswerReader implements Closeable {
    private final ValidatedAnswers answers;
    private final LinesAt lines;
    private final Map<Integer, Rules> rules = new HashMap<>();
    private @Nullable ResultFile intact;

    AnswerReader(ValidatedAnswers answers, LinesAt lines) {
        this.answers = answers;
        this.lines = lines;
    }

    /** Where the answer to a record lies. */
    public record Answer(long batchId, long recordId, int recipeId, ResultFile file, ResultAt where) {
        String place() {
            return file.path() + ":" + where.offset();
        }
    }

    /** How the lines of a recipe are read. */
    record Rules(ResultLines lines, Validator validator) {}

    /** These are asked for next, in this order: said so that their files are read in the order in which they lie. */
    public void expect(List<Answer> next) {
        lines.expect(next.stream().map(one -> Place.of(one.file(), one.where())).toList());
    }

    /**
     * The validated answer as compact JSON.
     *
     * @throws IOException if the spool no longer holds a valid answer there; nothing may be published then
     */
    public byte[] valueOf(Answer one) throws IOException {
        check(one);
        Slice line = lines.line(one.file(), one.where());
        Rules recipe = rules.computeIfAbsent(one.recipeId(), answers::rules);
        PlainResult plain = recipe.lines().readPlain(line.bytes(), line.from(), line.to());
        if (plain != null && recipe.validator().isPublishedAsIs(plain.answer(), plain.length())) {
            return plain.answer().length == plain.length()
                    ? plain.answer()
                    : Arrays.copyOf(plain.answer(), plain.length());
        }
        ProviderResult result = recipe.lines().read(line.bytes(), line.from(), line.to());
        String answer = result.answer();
        if (answer == null) {
            throw new IOException("Record " + one.recordId() + " has no answer at " + one.place());
        }
        return recipe.validator()
                .value(answer)
                .orElseThrow(
                        () -> new IOException("Record " + one.recordId() + " has no valid answer at " + one.place()));
    }

    /**
     * What a caller who wrote the request himself gets for one result line, success or failure, in OpenAI's words.
     *
     * @param body of the request
     * @param created the time of the answer where the provider does not tell one
     * @throws IOException if the spool no longer holds the line there
     */
    public Whole.Answer answerOf(Answer one, JsonNode body, Instant created) throws IOException {
        check(one);
        Slice line = lines.line(one.file(), one.where());
        return answers.whole(one.recipeId())
                .answer(body, Arrays.copyOfRange(line.bytes(), line.from(), line.to()), created);
    }

    private void check(Answer one) throws IOException {
        if (!one.file().equals(intact)) {
            answers.check(one.batchId(), one.file());
            intact = one.file();
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
