package dev.caravan.console;

/**
 * What a filter offers.
 *
 * @param value as the address has it; @param name for people
 */
public record Choice(String value, String name, boolean chosen) {}
