package dev.caravan.provider.openai;

import dev.caravan.provider.ProviderContract;

class AzureProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator-azure";
    }

    /** A deployment that is called like its model, so that the list of models has its name too. */
    @Override
    protected String chatModel() {
        return "gpt-5-mini";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
    }
}
