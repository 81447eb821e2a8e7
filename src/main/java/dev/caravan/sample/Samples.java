package dev.caravan.sample;

import dev.caravan.batch.SingleRecords.Judged;
import dev.caravan.batch.SingleRecords.Worth;
import dev.caravan.intake.SampleRows;
import dev.caravan.intake.SampleRows.Picked;
import dev.caravan.intake.SampleRows.Row;
import dev.caravan.realtime.NoAnswerException;
import dev.caravan.realtime.TaskCalls;
import dev.caravan.sample.Report.Asked;
import dev.caravan.task.JsonRecord;
import dev.caravan.task.Task;
import dev.caravan.task.Tasks;
import dev.caravan.validation.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks a task's model about some records of a file, in real time, and says what all of it would cost. Nothing is queued,
 * published or kept, but what the calls cost.
 */
public final class Samples {
    private static final int AT_ONCE = 4;

    private final Tasks tasks;
    private final SampleRows rows;
    private final TaskCalls calls;
    private final Projection projection;

    Samples(Tasks tasks, SampleRows rows, TaskCalls calls, Projection projection) {
        this.tasks = tasks;
        this.rows = rows;
        this.calls = calls;
        this.projection = projection;
    }

    /**
     * Of a file.
     *
     * @param name its end says how it is read, unless the task does
     * @param bytes closed here
     * @throws IllegalArgumentException if there is no such task, or it can't be asked in real time
     * @throws IOException if the file can't be read to its end
     */
    public Report of(String task, String name, InputStream bytes, Wanted wanted) throws IOException {
        Task of = task(task);
        return ask(of, rows.pick(name, bytes, of, wanted.records(), wanted.anywhere()));
    }

    /** Of a drop, whatever became of its records; they are not touched. */
    public Report of(String task, long drop, Wanted wanted) throws IOException {
        Task of = task(task);
        return ask(of, rows.pick(drop, of, wanted.records(), wanted.anywhere()));
    }

    /**
     * Which records of a file would be asked about, and what that costs at most. Nothing is asked.
     *
     * @param bytes closed here
     * @throws IllegalArgumentException if there is no such task, or it can't be asked in real time
     * @throws IOException if the file can't be read to its end
     */
    public Plan plan(String task, String name, InputStream bytes, Wanted wanted) throws IOException {
        Task of = task(task);
        return plan(of, rows.pick(name, bytes, of, wanted.records(), wanted.anywhere()));
    }

    /** The same of a drop, whatever became of its records. */
    public Plan plan(String task, long drop, Wanted wanted) throws IOException {
        Task of = task(task);
        return plan(of, rows.pick(drop, of, wanted.records(), wanted.anywhere()));
    }

    /** The same of records that were picked before. @param lines as {@link Plan#lines} has them */
    public Plan again(String task, String lines) throws IOException {
        Task of = task(task);
        InputStream bytes = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        return plan(of, rows.pick("picked.jsonl", bytes, of.input().asJsonLines(), Wanted.MOST, false));
    }

    private Plan plan(Task task, Picked picked) throws IOException {
        long most = 0;
        for (Row row : picked.rows()) {
            most += calls.most(task.name(), JsonRecord.parse(row.json()));
        }
        return new Plan(task.name(), picked, most);
    }

    /** Asks about what was planned. Its answers are in the order of the plan's rows. */
    public Report ask(Plan plan) throws IOException {
        return ask(task(plan.task()), plan.picked());
    }

    private Task task(String name) {
        return tasks.find(name).orElseThrow(() -> new IllegalArgumentException("There is no task \"" + name + "\""));
    }

    private Report ask(Task task, Picked picked) throws IOException {
        List<Asked> asked = new ArrayList<>();
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Asked>> answers = new ArrayList<>();
            for (Row row : picked.rows()) {
                answers.add(workers.submit(() -> ask(task, row)));
            }
            for (Future<Asked> answer : answers) {
                asked.add(answer.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The sample was broken off", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException wrong) {
                throw wrong;
            }
            throw new IOException("The sample failed: " + e.getCause(), e);
        } finally {
            workers.shutdownNow();
        }
        return projection.of(task, asked, picked);
    }

    private Asked ask(Task task, Row row) throws IOException {
        try {
            TaskCalls.Reply reply = calls.ask(task.name(), JsonRecord.parse(row.json()), calls.newId());
            Judged judged = reply.judged();
            byte[] value = judged.value();
            var tokens = reply.answered().result().tokens();
            return new Asked(
                    row.line(),
                    row.sourceId(),
                    word(judged.worth()),
                    judged.code(),
                    judged.detail(),
                    value == null ? null : new String(value, StandardCharsets.UTF_8),
                    value == null ? reply.answered().result().answer() : null,
                    judged.findings().stream().map(Finding::toString).toList(),
                    tokens.in(),
                    tokens.out(),
                    Projection.usd(reply.answered().micros()),
                    reply.answered().took().toMillis());
        } catch (NoAnswerException e) {
            return new Asked(
                    row.line(),
                    row.sourceId(),
                    word(Worth.ERROR),
                    e.code(),
                    String.valueOf(e.getMessage()),
                    null,
                    null,
                    List.of(),
                    0,
                    0,
                    0,
                    0);
        }
    }

    private static String word(Worth worth) {
        return worth.name().toLowerCase(Locale.ROOT);
    }
}
