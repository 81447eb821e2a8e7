package dev.caravan.ledger;

import java.time.LocalDate;
import java.util.List;

/**
 * What real-time calls cost, by day (UTC), task, credential and model. They count against the budget of their task
 * ({@link Budgets#room}) as batches do.
 */
public interface RealTimeCosts {

    /** Adds answered calls to those of today. */
    void add(Calls calls);

    /** All of this day and later, in their order. */
    List<Day> since(LocalDate day);

    /**
     * Calls that a provider answered, and so may bill.
     *
     * @param model the provider's name of it
     * @param micros millionths of a US dollar
     */
    record Calls(int taskId, String credential, String model, long calls, long tokensIn, long tokensOut, long micros) {}

    /** The sum of a day. */
    record Day(LocalDate day, Calls calls) {}
}
