package dev.caravan.console.monitor;

import java.util.List;

/**
 * What comes next for a drop, and when it is done.
 *
 * @param said what it waits for, the nearest first; never empty
 * @param home when all its answers are usually here (ISO); empty if that is not known or they are
 * @param how that is known, or why not; empty if nothing is awaited
 * @param cost of its batches so far
 */
record Outlook(List<Said> said, String home, String how, String cost) {

    /** @param at when (ISO), empty for at once or nobody knows; @param href where more of it is; may be empty */
    record Said(String text, String at, String href) {}

    Said next() {
        return said.get(0);
    }

    boolean several() {
        return said.size() > 1;
    }

    int more() {
        return said.size() - 1;
    }
}
