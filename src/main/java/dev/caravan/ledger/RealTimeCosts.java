package dev.caravan.ledger;

import java.time.LocalDate;
import java.util.List;

/**
 * What real-time calls cost, by day (UTC), task, credential and model. They count against the budget of their task
 * ({@link Budgets#room}) as batches do: with the most that they may cost while they are under way, and for good where nobody
 * knows whether they were run. Money is in millionths of a US dollar.
 */
public interface RealTimeCosts {

    /** Sets aside what a call may cost at most, and remembers that it is under way; nothing if the budget has no room. */
    Reservation reserve(Plan plan);

    /** Adds an answered call to those of today, and gives back what was set aside for it. */
    void answered(Hold hold, Calls calls);

    /** It certainly was not run, or not paid: gives back what was set aside for it. */
    void free(Hold hold);

    /** Nobody knows whether it was run: what was set aside for it counts as spent today, and as unknown. */
    void unknown(Hold hold);

    /**
     * Calls that were under way on a node that is dead count as {@link #unknown} from now on. Returns them, by task.
     */
    List<Abandoned> abandoned();

    /** All of this day and later, in their order. */
    List<Day> since(LocalDate day);

    /**
     * A call that is about to be made.
     *
     * @param model the provider's name of it
     * @param most that it may cost
     */
    record Plan(int taskId, String credential, String model, long most) {}

    /** A call that is under way. */
    record Hold(long id) {}

    /** What came of a wish to make a call. */
    sealed interface Reservation permits Reserved, NoRoom {}

    record Reserved(Hold hold) implements Reservation {}

    /**
     * @param perDay whether the budget is one for each day
     * @param later whether the call will have room if those that are under way turn out to cost nothing
     */
    record NoRoom(boolean perDay, boolean later) implements Reservation {}

    /** @param most that they may have cost together */
    record Abandoned(String task, long calls, long most) {}

    /**
     * Calls that a provider answered, and so may bill.
     *
     * @param model the provider's name of it
     */
    record Calls(int taskId, String credential, String model, long calls, long tokensIn, long tokensOut, long micros) {}

    /**
     * The sum of a day.
     *
     * @param unknown calls of which nobody knows whether they were run; @param microsUnknown the most that these may cost
     */
    record Day(LocalDate day, Calls calls, long unknown, long microsUnknown) {}
}
