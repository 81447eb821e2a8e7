package dev.caravan.provider.openai;

import dev.caravan.provider.ProviderContract;

class OpenAiProviderTest extends ProviderContract {

    @Override
    protected String provider() {
        return "simulator";
    }

    @Override
    protected String chatModel() {
        return "gpt-5-mini";
    }

    @Override
    protected String chatOptions() {
        return ", thinking: low";
    }

    @Override
    protected String embeddingsModel() {
        return "text-embedding-3-small";
    }

    @Override
    protected String downloadCall() {
        return "files.content";
    }
}
