package dev.caravan.watch;

import java.time.Duration;

/**
 * How much looking on costs at most.
 *
 * @param connections at a time
 * @param ofOneCaller of them, by one user or key
 * @param lasts how long one lasts; then its reader comes again, and is asked for its key again
 */
record StreamSettings(int connections, int ofOneCaller, Duration lasts) {}
