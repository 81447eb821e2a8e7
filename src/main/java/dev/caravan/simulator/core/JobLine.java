package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One request of a job.
 *
 * @param number counted from 1
 * @param json the whole line; empty when the line is no JSON object
 */
public record JobLine(int number, String customId, ObjectNode json) {}
