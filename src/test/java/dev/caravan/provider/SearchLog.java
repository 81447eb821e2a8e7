package dev.caravan.provider;

import java.util.ArrayList;
import java.util.List;

/** A batch in doubt whose tries were created after second 1000; writes down what it is told. */
public final class SearchLog implements Search {
    public final List<String> log = new ArrayList<>();
    public final List<String> statuses = new ArrayList<>();
    public boolean hasWitness = true;

    private final List<String> tokens;
    private final List<String> fileIds;

    /** One try, {@code t-1} with the input {@code file-1}. */
    public SearchLog() {
        this(List.of("t-1"), List.of("file-1"));
    }

    public SearchLog(List<String> tokens, List<String> fileIds) {
        this.tokens = tokens;
        this.fileIds = fileIds;
    }

    /** Whether it is a sweep, for which {@code t-1} older than second 1000 is left over. */
    public boolean wantsFiles;

    /** Files of this second and later are too new. */
    public long tooNew = 1000;

    @Override
    public boolean wantsFiles() {
        return wantsFiles && log.contains("complete negative");
    }

    @Override
    public boolean isLeftOver(String label, String fileId, long created) {
        log.add("file " + label + " " + fileId + " " + created);
        return label.equals("t-1") && created < tooNew;
    }

    @Override
    public List<String> tokens() {
        return tokens;
    }

    @Override
    public List<String> fileIds() {
        return fileIds;
    }

    @Override
    public List<String> toRevoke() {
        return log.contains("complete negative") ? fileIds() : List.of();
    }

    @Override
    public boolean isKnown(String providerId) {
        return providerId.replaceFirst("^batches/", "").startsWith("known");
    }

    @Override
    public boolean hasWitness() {
        return hasWitness;
    }

    @Override
    public long windowStart() {
        return 1000;
    }

    @Override
    public void listed(JobStatus status) {
        statuses.add(status.providerId() + " " + status.state() + (status.terminal() ? ", over" : ""));
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
        rest("complete negative");
    }

    @Override
    public void inconclusive(String why) {
        rest("inconclusive: " + why);
    }

    /** What a list that held ours tells of the rest is of no interest. */
    private void rest(String told) {
        if (log.stream().noneMatch(line -> line.startsWith("found "))) {
            log.add(told);
        }
    }
}
