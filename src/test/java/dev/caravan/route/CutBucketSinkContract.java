package dev.caravan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bucket.BucketObject;
import dev.caravan.bucket.BucketSettings.Kind;
import dev.caravan.ledger.RecordState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is left when the way to the bucket ends at the call that makes an object of the parts. */
abstract class CutBucketSinkContract extends BucketSinkContract {
    private static final int RECORDS = 20;
    private static final int BYTES = 1 << 19;

    CutBucketSinkContract(Kind kind) {
        super(kind, "jsonl");
    }

    /** Pattern of the call that makes the object. */
    abstract String finalCall();

    /** Pattern of what the server answers when it is made. */
    abstract String finalAnswer();

    /** Uploads that were begun and neither ended nor given up. */
    abstract int unfinishedUploads();

    /** How many of them may still be there when the delivery is over. */
    abstract int leftAtLast();

    /** More than one part. */
    private Map<String, String> large() {
        Map<String, String> answers = new LinkedHashMap<>();
        Random random = new Random(7);
        for (int i = 0; i < RECORDS; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < BYTES) {
                text.append(Long.toHexString(random.nextLong()));
            }
            answers.put("T-" + i, "{\"category\":\"" + text + "\"}");
        }
        return answers;
    }

    private void deliverWhenMended() {
        cable.mend();
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        assertThat(deliver()).isEmpty();
        assertThat(bench.states()).isEqualTo(Map.of(RecordState.PUBLISHED, (long) RECORDS));
    }

    @Test
    void anObjectOfManyPartsIsThereOnceThoughTheFinalCallNeverArrived() throws Exception {
        bench.publication(large());
        cable.cutBefore(finalCall());
        assertThat(deliver()).isPresent();
        assertThat(cable.isDown()).isTrue();
        assertThat(objects()).isEmpty();
        assertThat(unfinishedUploads()).isEqualTo(1);
        deliverWhenMended();
        assertThat(objects()).extracting(BucketObject::key).containsExactly(key(1));
        assertThat(stored()).hasSize(RECORDS);
        assertThat(unfinishedUploads()).isEqualTo(leftAtLast());
    }

    @Test
    void anObjectOfManyPartsIsThereOnceThoughNobodyHeardThatItWasMade() throws Exception {
        bench.publication(large());
        cable.cutAfter(finalCall(), finalAnswer());
        assertThat(deliver()).isPresent();
        assertThat(cable.isDown()).isTrue();
        BucketObject made = store().head(key(1)).orElseThrow();
        deliverWhenMended();
        assertThat(objects()).extracting(BucketObject::key).containsExactly(key(1));
        assertThat(store().head(key(1))).contains(made);
        assertThat(stored()).hasSize(RECORDS);
        assertThat(unfinishedUploads()).isZero();
    }
}
