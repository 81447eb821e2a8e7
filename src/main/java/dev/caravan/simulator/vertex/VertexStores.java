package dev.caravan.simulator.vertex;

import dev.caravan.simulator.core.Jobs;

/** Where this surface keeps things; one bean, so that those of other surfaces can't be meant. */
record VertexStores(CloudStorage storage, Jobs jobs) {}
