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
     * The most that asking about one record costs, in millionths of a US dollar, as far as anybody can know. Nothing is asked.
     *
     * @throws IllegalArgumentException as {@link #ask}
     */
    public long most(String task, CanonicalRecord record) throws IOException {
        return records.request(task, record, newId()).most();
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
        Answered answered = ask(request);
        return new Reply(judge(request, answered), answered);
    }

    /** What would be asked about one record, and what it may cost; nothing is sent. As for {@link #ask}. */
    public Request request(String task, CanonicalRecord record) throws IOException {
        return records.request(task, record, newId());
    }

    /**
     * The same for a text that is of no record.
     *
     * @param task of the gateway, which names the batch model and pays
     */
    public Request request(String task, String text) throws IOException {
        return records.text(task, text, newId());
    }

    /** Sends one of those requests, once. As for the other {@link #ask(String, CanonicalRecord, String)}. */
    public Answered ask(Request request) throws NoAnswerException {
        return calls.ask(new Question(
                request.taskId(),
                request.task().model(),
                request.shape(),
                request.customId(),
                request.line(),
                request.most()));
    }

    /** Judges an answer about a record by the rules of its task. */
    public Judged judge(Request request, Answered answered) {
        return records.judge(request, answered.result());
    }
}
