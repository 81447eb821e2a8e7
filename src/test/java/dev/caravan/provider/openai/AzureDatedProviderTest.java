package dev.caravan.provider.openai;

/** The older surface of Azure: a dated api-version on every call, times as text, words with capitals. */
class AzureDatedProviderTest extends AzureProviderTest {

    @Override
    protected String credentialOptions() {
        return ", base-url: \"${caravan.simulator.url}/azure/openai\", query: {api-version: 2025-04-01-preview},"
                + " settings: {endpoint-prefix: none, real-time-prefix: \"/deployments/{model}\"}";
    }

    @Override
    protected String simulatorSettings() {
        return "{}";
    }
}
