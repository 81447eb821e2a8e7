/**
 * Bodies and batch lines in the shape that OpenAI gave them and others took over: not a surface, but for all surfaces
 * that speak so.
 */
@NullMarked
package dev.caravan.simulator.chat;

import org.jspecify.annotations.NullMarked;
