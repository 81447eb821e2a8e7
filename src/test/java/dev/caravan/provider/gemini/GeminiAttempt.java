package dev.caravan.provider.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A try with the request file {@code {}} that writes down what it is told. */
final class GeminiAttempt implements CreateTry {
    private static final byte[] REQUESTS = "{}\n".getBytes(UTF_8);

    final List<String> log = new ArrayList<>();
    private final String endpoint;
    private final String model;
    private final Map<String, String> settings;
    private String fileId = "";

    GeminiAttempt(String endpoint, String model, Map<String, String> settings) {
        this.endpoint = endpoint;
        this.model = model;
        this.settings = settings;
    }

    static GeminiAttempt plain() {
        return new GeminiAttempt("generateContent", "gemini-2.5-flash", Map.of());
    }

    /** One that was told to wait for its input, and goes on. */
    static GeminiAttempt withInput(String fileId) {
        GeminiAttempt attempt = plain();
        attempt.fileId = fileId;
        return attempt;
    }

    @Override
    public String token() {
        return "t-1";
    }

    @Override
    public Map<String, String> labels() {
        return Map.of("caravan_batch", "17");
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public int requests() {
        return 1;
    }

    @Override
    public Map<String, String> settings() {
        return settings;
    }

    @Override
    public long requestBytes() {
        return REQUESTS.length;
    }

    @Override
    public InputStream openRequests() {
        return new ByteArrayInputStream(REQUESTS);
    }

    @Override
    public void uploaded(String id, String providerTime) {
        fileId = id;
        log.add("uploaded " + id + " at " + providerTime);
    }

    @Override
    public String fileId() {
        return fileId;
    }

    @Override
    public boolean hasInput() {
        return !fileId.isEmpty();
    }

    @Override
    public void creating() {
        log.add("creating");
    }

    @Override
    public void ready(String providerTime) {
        log.add("ready at " + providerTime);
    }

    @Override
    public boolean stillOurs() {
        return true;
    }

    @Override
    public void accepted(String providerId) {
        log.add("accepted " + providerId);
    }

    @Override
    public void failed(Failure failure) {
        log.add("failed " + failure.kind() + (failure.proven() ? " proven " : " in doubt ") + failure.code() + " line "
                + failure.lines().stream().mapToInt(Failure.Line::number).sum() + ": " + failure.message());
    }

    @Override
    public void notYet(Duration wait, String why) {
        log.add("not yet, " + wait + ": " + why);
    }

    @Override
    public boolean goesOn() {
        return log.stream().noneMatch(line -> line.startsWith("failed") || line.startsWith("not yet"));
    }
}
