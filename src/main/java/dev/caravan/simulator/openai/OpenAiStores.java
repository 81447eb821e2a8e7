package dev.caravan.simulator.openai;

import dev.caravan.simulator.core.FileStore;
import dev.caravan.simulator.core.Jobs;

/** Where this surface keeps things; one bean, so that those of other surfaces can't be meant. */
record OpenAiStores(FileStore files, Jobs jobs) {
    static final long LIFETIME_SECONDS = 30L * 24 * 3600;
}
