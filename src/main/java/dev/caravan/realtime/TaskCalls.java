package dev.caravan.realtime;

import dev.caravan.batch.SingleRecords;
import dev.caravan.batch.SingleRecords.Judged;
import dev.caravan.batch.SingleRecords.Request;
import dev.caravan.task.CanonicalRecord;
import java.io.IOException;
import java.security.SecureRandom;

/** Asks the model of a task about one record, with the prompt, the schema and the rules that a batch would have. */
public final class TaskCalls {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int ID_LETTERS = 26;

    private final SingleRecords records;
    private final RealTimeCalls calls;
    private final SecureRandom random = new SecureRandom();

    TaskCalls(SingleRecords records, RealTimeCalls calls) {
        this.records = records;
        this.calls = calls;
    }

    /** An answer with its verdict. */
    public record Reply(Judged judged, Answered answered) {}

    /** An id that no record and no other call has. */
    public String newId() {
        var id = new StringBuilder("rt-");
        for (int i = 0; i < ID_LETTERS; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }

    /**
     * Asks about one record. Nothing of it is kept but what it costs.
     *
     * @param id of {@link #newId}
     * @throws NoAnswerException if the provider gave no answer
     * @throws IllegalArgumentException if there is no such task, its request is too long, or its endpoint can't be asked in
     *     real time
     */
    public Reply ask(String task, CanonicalRecord record, String id) throws NoAnswerException, IOException {
        Request request = records.request(task, record, id);
        Answered answered = calls.ask(new Question(
                request.taskId(),
                request.task().model(),
                request.shape(),
                request.customId(),
                request.line(),
                request.most()));
        return new Reply(records.judge(request, answered.result()), answered);
    }
}
