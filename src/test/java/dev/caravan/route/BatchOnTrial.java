package dev.caravan.route;

import dev.caravan.provider.Account;
import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.PollStep;
import dev.caravan.provider.Search;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A batch in hand that writes down what a conversation does with it. Package-private, like the real one. */
final class BatchOnTrial implements Account, CreateTry, PollStep, Search {
    final List<String> log = new ArrayList<>();
    final List<Download> downloads = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    final List<JobStatus> statuses = new ArrayList<>();
    final List<String> toRevoke = new ArrayList<>();
    long requestBytes = 3;
    boolean hasWitness = true;
    boolean inDoubt;
    boolean cancelRequested;
    BooleanSupplier stillOurs = () -> true;
    Supplier<InputStream> requests = () -> new ByteArrayInputStream("{}\n".getBytes(StandardCharsets.UTF_8));
    private final String baseUrl;
    private String fileId = "";
    private boolean goesOn = true;

    BatchOnTrial(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public String protocol() {
        return "openai";
    }

    @Override
    public String getBaseUrl() {
        return baseUrl;
    }

    @Override
    public String getCredential() {
        return "test";
    }

    public String providerId() {
        return "batch_1";
    }

    public boolean inDoubt() {
        return inDoubt;
    }

    public boolean cancelRequested() {
        return cancelRequested;
    }

    public CreateTry attempt() {
        return this;
    }

    public PollStep poll() {
        return this;
    }

    public Search search() {
        return this;
    }

    public Iterable<Download> downloads() {
        return downloads;
    }

    @Override
    public String token() {
        return "k3f9a20-17-1";
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("caravan_batch", "17");
    }

    @Override
    public String endpoint() {
        return "/v1/chat/completions";
    }

    @Override
    public String model() {
        return "gpt-4o-mini";
    }

    @Override
    public int requests() {
        return 1;
    }

    @Override
    public Map<String, String> getSettings() {
        return Map.of();
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public long requestBytes() {
        return requestBytes;
    }

    @Override
    public InputStream openRequests() {
        return requests.get();
    }

    @Override
    public void uploaded(String id, String providerTime) {
        fileId = id;
        log.add("uploaded " + id);
    }

    @Override
    public String fileId() {
        return fileId;
    }

    @Override
    public void ready(String providerTime) {
        log.add("ready");
    }

    @Override
    public boolean stillOurs() {
        return stillOurs.getAsBoolean();
    }

    @Override
    public void creating() {
        log.add("creating");
    }

    @Override
    public void accepted(String providerId) {
        log.add("accepted " + providerId);
    }

    @Override
    public void failed(Failure failure) {
        failures.add(failure);
        goesOn = false;
        log.add("failed " + failure.code() + (failure.proven() ? " proven" : " doubt"));
    }

    @Override
    public void notYet(Duration wait, String why) {
        log.add("not yet");
    }

    @Override
    public boolean goesOn() {
        return goesOn;
    }

    @Override
    public void status(JobStatus status) {
        statuses.add(status);
        log.add("status " + status.state());
    }

    @Override
    public List<String> tokens() {
        return List.of("k3f9a20-17-1", "k3f9a20-17-2");
    }

    @Override
    public List<String> fileIds() {
        return List.of("file-1", "file-2");
    }

    @Override
    public List<String> toRevoke() {
        return toRevoke;
    }

    @Override
    public boolean isKnown(String id) {
        return id.startsWith("known");
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
    public void found(String id, String token, String file) {
        log.add("found " + id);
    }

    @Override
    public void gone(String file) {
        log.add("gone " + file);
    }

    @Override
    public void inUse(String file) {
        log.add("in use " + file);
    }

    @Override
    public void completeNegative() {
        log.add("complete negative");
    }

    @Override
    public void inconclusive(String why) {
        log.add("inconclusive: " + why);
    }

    /** Counts what arrives. */
    final class Counted implements Download {
        private final String fileId;
        long bytes;
        long length;

        Counted(String fileId) {
            this.fileId = fileId;
        }

        @Override
        public String kind() {
            return "results";
        }

        @Override
        public String fileId() {
            return fileId;
        }

        @Override
        public void save(InputStream body, long contentLength) throws IOException {
            length = contentLength;
            bytes = body.transferTo(OutputStream.nullOutputStream());
            log.add("saved " + fileId + " " + bytes);
        }

        @Override
        public void failed(Failure failure) {
            failures.add(failure);
            log.add("download failed " + failure.code());
        }
    }
}
