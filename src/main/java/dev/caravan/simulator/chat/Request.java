package dev.caravan.simulator.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.simulator.core.Twist;

/**
 * One request of a batch.
 *
 * @param id stands in the ids of its answer
 * @param twist what a script wants done to the answer
 * @param now epoch seconds
 */
public record Request(String id, ObjectNode body, ChatModel model, Twist twist, long now) {}
