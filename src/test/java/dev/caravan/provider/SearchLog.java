package dev.caravan.provider;

import java.util.ArrayList;
import java.util.List;

/** A batch in doubt with one try, {@code t-1} with the input {@code file-1}, created after second 1000; writes down what it is told. */
public final class SearchLog implements Search {
    public final List<String> log = new ArrayList<>();

    @Override
    public List<String> tokens() {
        return List.of("t-1");
    }

    @Override
    public List<String> fileIds() {
        return List.of("file-1");
    }

    @Override
    public List<String> toRevoke() {
        return log.contains("complete negative") ? fileIds() : List.of();
    }

    @Override
    public boolean isKnown(String providerId) {
        return providerId.startsWith("known");
    }

    @Override
    public boolean hasWitness() {
        return true;
    }

    @Override
    public long windowStart() {
        return 1000;
    }

    @Override
    public void found(String providerId, String token, String fileId) {
        log.add("found " + providerId + " " + token + " " + fileId);
    }

    @Override
    public void gone(String fileId) {
        log.add("gone " + fileId);
    }

    @Override
    public void inUse(String fileId) {
        log.add("in use " + fileId);
    }

    @Override
    public void completeNegative() {
        log.add("complete negative");
    }

    @Override
    public void inconclusive(String why) {
        log.add("inconclusive: " + why);
    }
}
