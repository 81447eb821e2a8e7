package dev.caravan.realtime;

import dev.caravan.provider.ProviderResult;
import java.time.Duration;

/**
 * What a provider answered.
 *
 * @param line as a line of a batch's results; must not be changed
 * @param micros what it costs by the prices in providers.yaml, in millionths of a US dollar
 * @param took from the call to the answer
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Answered(byte[] line, ProviderResult result, long micros, Duration took) {}
