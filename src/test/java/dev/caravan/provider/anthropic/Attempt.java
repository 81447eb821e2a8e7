package dev.caravan.provider.anthropic;

import dev.caravan.provider.CreateTry;
import dev.caravan.provider.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A try that writes down what it is told. */
final class Attempt implements CreateTry {
    final List<String> log = new ArrayList<>();
    private final boolean ours;
    private final byte[] lines;
    private final int requests;

    Attempt(boolean ours, String lines, int requests) {
        this.ours = ours;
        this.lines = lines.getBytes(StandardCharsets.UTF_8);
        this.requests = requests;
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
        return AnthropicProtocol.MESSAGES;
    }

    @Override
    public String model() {
        return "claude-haiku-4-5";
    }

    @Override
    public int requests() {
        return requests;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of();
    }

    @Override
    public long requestBytes() {
        return lines.length;
    }

    @Override
    public InputStream openRequests() {
        return new ByteArrayInputStream(lines);
    }

    @Override
    public void uploaded(String fileId, @Nullable String providerTime) {
        log.add("uploaded " + fileId);
    }

    @Override
    public String fileId() {
        return "";
    }

    @Override
    public void ready(@Nullable String providerTime) {
        log.add("ready at " + providerTime);
    }

    @Override
    public boolean stillOurs() {
        return ours;
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
        log.add("failed " + failure.kind() + " " + failure.code() + (failure.proven() ? ", proven" : ", not proven"));
    }

    @Override
    public void notYet(Duration wait, String why) {
        log.add("not yet: " + why);
    }

    @Override
    public boolean goesOn() {
        return true;
    }
}
