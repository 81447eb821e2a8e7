package dev.caravan.simulator.gemini;

import dev.caravan.simulator.core.Jobs;

/** Where this surface keeps things; one bean, so that those of other surfaces can't be meant. */
record GeminiStores(GeminiFiles files, Jobs jobs) {}
