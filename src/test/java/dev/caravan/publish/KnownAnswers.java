package dev.caravan.publish;

import dev.caravan.ledger.Publications.Member;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Answers that a test knows by itself. */
@FunctionalInterface
interface KnownAnswers {
    String of(Member member) throws IOException;

    static Answers by(KnownAnswers known) {
        return () -> new Answers.Reading() {
            @Override
            public void expect(List<Member> next) {}

            @Override
            public byte[] valueOf(Member member) throws IOException {
                return known.of(member).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public void close() {}
        };
    }
}
