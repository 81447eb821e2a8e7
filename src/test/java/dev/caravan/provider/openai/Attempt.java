package dev.caravan.provider.openai;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A try that writes down what it is told. */
final class Attempt implements CreateTry {
    final List<String> log = new ArrayList<>();
    private final Map<String, String> settings;
    private String fileId = "file-1";

    Attempt(Map<String, String> settings) {
        this.settings = settings;
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
        return "/v1/chat/completions";
    }

    @Override
    public String model() {
        return "m";
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
        return 3;
    }

    @Override
    public InputStream openRequests() {
        return new ByteArrayInputStream(new byte[] {'{', '}', '\n'});
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
        log.add("failed " + failure.kind() + " " + failure.code() + ": " + failure.message());
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
