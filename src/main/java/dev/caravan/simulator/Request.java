package dev.caravan.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request of a batch.
 *
 * @param id stands in the ids of its answer
 * @param twist what a script wants done to the answer
 * @param now epoch seconds
 */
record Request(String id, ObjectNode body, Model model, Twist twist, long now) {}
