package dev.caravan.review;

/** How many items of a task are open for one reason. */
public record Count(String task, String reason, long open) {}
