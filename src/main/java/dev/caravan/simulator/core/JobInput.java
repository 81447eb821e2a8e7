package dev.caravan.simulator.core;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * A job as its dialect sees it; a snapshot, so that the job itself may move on meanwhile.
 *
 * @param vendor what the surface remembers of it; not to be changed
 * @param file one request a line
 */
public record JobInput(String id, ObjectNode vendor, Path file) {}
