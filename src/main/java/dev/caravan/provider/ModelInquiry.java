package dev.caravan.provider;

import dev.caravan.model.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The question which models a credential may use. Pages are asked for until none is left. Used by one thread. */
public final class ModelInquiry implements Account {
    private static final int MOST_PAGES = 100;

    private final String protocol;
    private final String baseUrl;
    private final String credential;
    private final Map<String, String> settings;
    private final List<String> names = new ArrayList<>();
    private @Nullable Failure failure;
    private @Nullable String page = "";
    private int pages;

    public ModelInquiry(String protocol, String baseUrl, String credential, Map<String, String> settings) {
        this.protocol = protocol;
        this.baseUrl = baseUrl;
        this.credential = credential;
        this.settings = Map.copyOf(settings);
    }

    /** The question for a credential. */
    public static ModelInquiry of(Credential credential) {
        return new ModelInquiry(
                credential.provider().protocol(), credential.baseUrl(), credential.name(), credential.settings());
    }

    /** Names the route of the conversation. */
    public String getProtocol() {
        return protocol;
    }

    @Override
    public String getBaseUrl() {
        return baseUrl;
    }

    @Override
    public String getCredential() {
        return credential;
    }

    @Override
    public Map<String, String> getSettings() {
        return settings;
    }

    /** Whether {@link #getPage()} is to be asked for. */
    public boolean isMore() {
        return page != null && failure == null;
    }

    /** The provider's token of the next page; empty for the first. */
    public String getPage() {
        return page == null ? "" : page;
    }

    /**
     * Takes one page.
     *
     * @param next token of the page that follows; null if this was the last
     */
    public void answered(List<String> models, @Nullable String next) {
        names.addAll(models);
        pages++;
        page = next == null || next.isEmpty() || next.equals(page) || pages >= MOST_PAGES ? null : next;
    }

    public void failed(Failure why) {
        failure = why;
    }

    /** In the provider's order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    public @Nullable Failure failure() {
        return failure;
    }
}
