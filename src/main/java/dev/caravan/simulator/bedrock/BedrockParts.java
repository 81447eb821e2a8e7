package dev.caravan.simulator.bedrock;

import dev.caravan.simulator.core.Jobs;

/** What the calls work with; one bean, so that the jobs of other surfaces can't be meant. */
record BedrockParts(Jobs jobs, NewJobs newJobs) {}
