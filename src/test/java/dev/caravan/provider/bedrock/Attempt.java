package dev.caravan.provider.bedrock;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A try of {@code t-1} that writes down what it is told. */
final class Attempt implements CreateTry {
    final List<String> log = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>();
    private final Map<String, String> settings;
    private final byte[] requests;
    private final String endpoint;
    private String fileId = "s3://bedrock-in/requests/t-1.jsonl";

    Attempt(Map<String, String> settings, String endpoint, String requests) {
        this.settings = settings;
        this.endpoint = endpoint;
        this.requests = requests.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String token() {
        return "t-1";
    }

    @Override
    public Map<String, String> labels() {
        return Map.of();
    }

    @Override
    public String endpoint() {
        return endpoint;
    }

    @Override
    public String model() {
        return BedrockProtocolTest.HAIKU;
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
        return requests.length;
    }

    @Override
    public InputStream openRequests() {
        return new ByteArrayInputStream(requests);
    }

    @Override
    public void uploaded(String id, String providerTime) {
        fileId = id;
        log.add("uploaded " + id + (providerTime == null ? "" : " with a date"));
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
        return true;
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
        log.add("failed " + failure.kind() + " " + failure.code() + (failure.proven() ? " proven" : " in doubt"));
    }

    @Override
    public void notYet(Duration wait, String why) {
        log.add("not yet");
    }

    @Override
    public boolean goesOn() {
        return failures.isEmpty();
    }
}
