package dev.caravan.simulator.mistral;

import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Jobs;

/** Where this surface keeps things; one bean, so that those of other surfaces can't be meant. */
record MistralStores(FileStore files, Jobs jobs) {
    /** Files stay until they are deleted. */
    static final long LIFETIME_SECONDS = 100L * 365 * 24 * 3600;
}
