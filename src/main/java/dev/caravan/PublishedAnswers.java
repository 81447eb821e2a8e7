package dev.caravan;

import dev.caravan.batch.AnswerReader;
import dev.caravan.ledger.Collection.ResultFile;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.publish.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What models answered, for publications. */
final class PublishedAnswers implements Answers.Reading {
    private final AnswerReader reader;

    PublishedAnswers(AnswerReader reader) {
        this.reader = reader;
    }

    @Override
    public void expect(List<Member> next) {
        List<AnswerReader.Answer> answers = new ArrayList<>(next.size());
        for (Member member : next) {
            ResultFile file = member.file();
            if (file != null) {
                answers.add(answer(member, file));
            }
        }
        reader.expect(answers);
    }

    @Override
    public byte[] valueOf(Member member) throws IOException {
        ResultFile file = member.file();
        if (file == null) {
            throw new IOException("Record " + member.recordId() + " has no answer");
        }
        return reader.valueOf(answer(member, file));
    }

    private static AnswerReader.Answer answer(Member member, ResultFile file) {
        return new AnswerReader.Answer(member.batchId(), member.recordId(), member.recipeId(), file, member.result());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
