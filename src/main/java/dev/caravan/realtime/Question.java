package dev.caravan.realtime;

import dev.caravan.model.BatchModel;
import dev.caravan.provider.RequestShape;

/**
 * What is to be asked.
 *
 * @param taskId of the task that pays
 * @param shape that the line was written for, with the settings of the credential
 * @param customId that the line has
 * @param line as a batch would have it; must not be changed
 * @param most what it may cost at most, in millionths of a US dollar: so much of the budget is set aside while it runs
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record Question(int taskId, BatchModel model, RequestShape shape, String customId, byte[] line, long most) {}
