package dev.caravan.provider.openai;

import dev.caravan.provider.ProviderContract;

class AzureProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator-azure";
    }

    /** A deployment that is called like its model, so that it has the model's facts. */
    @Override
    protected String chatModel() {
        return "gpt-5-mini";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low";
    }

    /** Files are ready at once; the older surface has them pending for a while. */
    @Override
    protected String simulatorSettings() {
        return "{\"azure\": {\"pendingLooks\": 0}}";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
    }

    /** As OpenAI does. */
    @Override
    protected boolean movesItsOwnWay() {
        return false;
    }
}
