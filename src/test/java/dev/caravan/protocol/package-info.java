/**
 * The protocol as a model small enough to be walked through whole: every order of steps, crashes, losses and delays. The
 * steps are named as on the page of the protocol; {@link dev.caravan.protocol.Explorer} walks, a {@link
 * dev.caravan.protocol.Model} says what can happen and what must never.
 */
package dev.caravan.protocol;
