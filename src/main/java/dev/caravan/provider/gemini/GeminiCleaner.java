package dev.caravan.provider.gemini;

import dev.caravan.provider.Remains;
import dev.caravan.provider.Search;
import dev.caravan.provider.google.GoogleSearch;
import java.util.List;

/** Files at Google AI. Uploads that nobody noted need no look: they end by themselves after 48 hours, before a sweep may touch them. */
final class GeminiCleaner implements GoogleSearch.Cleaner {
    @Override
    public String permission() {
        return "a key that may delete files (DELETE /v1beta/files/{id})";
    }

    @Override
    public List<String> remains(Remains left) {
        return List.copyOf(left.files().values());
    }

    @Override
    public List<String> lost(Search search) {
        return List.of();
    }
}
