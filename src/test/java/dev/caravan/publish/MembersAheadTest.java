package dev.caravan.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Member;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembersAheadTest {
    @TempDir
    Path data;

    @Test
    void givesAllMembersOncePageByPage() throws IOException {
        Map<String, String> answers = new TreeMap<>();
        for (int i = 10; i < 35; i++) {
            answers.put("r" + i, "{\"category\":\"legal\"}");
        }
        try (SinkBench bench = new SinkBench(data, "files", Clock.systemUTC())) {
            bench.publication(answers);
            Publications publications = bench.ledger().publications();
            List<Integer> sizes = new ArrayList<>();
            List<String> ids = new ArrayList<>();
            try (MembersAhead members = new MembersAhead(publications, 1, 10)) {
                for (List<Member> page = members.next(); !page.isEmpty(); page = members.next()) {
                    sizes.add(page.size());
                    page.forEach(member -> ids.add(member.sourceId()));
                }
                assertThat(members.next()).isEmpty();
            }
            assertThat(sizes).containsExactly(10, 10, 5);
            assertThat(ids).containsExactlyElementsOf(answers.keySet());
        }
    }
}
