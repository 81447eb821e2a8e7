package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.CredentialRests.Why;
import dev.caravan.ledger.Collection.Usage;
import dev.caravan.model.Credential;
import dev.caravan.model.Limits;
import dev.caravan.model.Models;
import dev.caravan.model.Provider;
import dev.caravan.model.Secret;
import dev.caravan.provider.CallEnd;
import dev.caravan.provider.CallKind;
import dev.caravan.provider.CallObserver.EndedCall;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of what one node does and has. */
class NodeMetersTest {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Models models = models("main", "other");

    private static Models models(String... credentials) {
        Provider provider =
                new Provider("Acme", "openai", "http://127.0.0.1:1", new Limits(9, 9, 9), Map.of(), "2026-11-20");
        Map<String, Credential> all = new TreeMap<>();
        for (String name : credentials) {
            all.put(name, new Credential(name, provider, provider.baseUrl(), new Secret("x")));
        }
        return new Models(Map.of("Acme", provider), all, Map.of());
    }

    private List<String> scrape() {
        return registry.scrape().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void callsByWhatTheyAskedForHowTheyEndedAndHowLongTheyTook() {
        ProviderCallMeters meters = new ProviderCallMeters(registry, models);
        meters.ended(new EndedCall("main", CallKind.CREATE, CallEnd.OK, Duration.ofMillis(250)));
        meters.ended(new EndedCall("main", CallKind.CREATE, CallEnd.OK, Duration.ofSeconds(2)));
        meters.ended(new EndedCall("main", CallKind.STATUS, CallEnd.NETWORK, Duration.ofMinutes(1)));
        String create = "{call=\"create\",credential=\"main\",outcome=\"ok\",provider=\"Acme\"";
        assertThat(scrape())
                .contains(
                        "caravan_provider_call_seconds_bucket" + create + ",le=\"0.1\"} 0",
                        "caravan_provider_call_seconds_bucket" + create + ",le=\"0.3\"} 1",
                        "caravan_provider_call_seconds_bucket" + create + ",le=\"3.0\"} 2",
                        "caravan_provider_call_seconds_bucket" + create + ",le=\"+Inf\"} 2",
                        "caravan_provider_call_seconds_count" + create + "} 2",
                        "caravan_provider_call_seconds_sum" + create + "} 2.25",
                        "caravan_provider_call_seconds_count{call=\"status\",credential=\"main\",outcome=\"network\","
                                + "provider=\"Acme\"} 1");
    }

    @Test
    void callsOfACredentialGoWithIt() {
        ProviderCallMeters meters = new ProviderCallMeters(registry, models);
        meters.ended(new EndedCall("main", CallKind.CREATE, CallEnd.OK, Duration.ofMillis(250)));
        meters.ended(new EndedCall("other", CallKind.CREATE, CallEnd.OK, Duration.ofMillis(250)));
        meters.ended(new EndedCall("nobody", CallKind.CREATE, CallEnd.OK, Duration.ofMillis(250)));
        assertThat(scrape())
                .anyMatch(line -> line.contains("\"other\""))
                .noneMatch(line -> line.contains("\"nobody\""));
        models.become(models("main"));
        meters.ended(new EndedCall("main", CallKind.CREATE, CallEnd.OK, Duration.ofMillis(250)));
        assertThat(scrape())
                .noneMatch(line -> line.contains("\"other\""))
                .anyMatch(line -> line.startsWith("caravan_provider_call_seconds_count{") && line.endsWith("} 2"));
    }

    @Test
    void tokensByTaskModelAndKind() {
        TokenMeters meters = new TokenMeters(registry, task -> "task" + task);
        meters.used(7, "m1", new Usage(10, 1, 20, 2, 5));
        meters.used(7, "m1", new Usage(1, 0, 3, 0, 5));
        assertThat(scrape())
                .containsExactlyInAnyOrder(
                        "caravan_tokens_total{kind=\"input\",model=\"m1\",task=\"task7\"} 11.0",
                        "caravan_tokens_total{kind=\"cached\",model=\"m1\",task=\"task7\"} 1.0",
                        "caravan_tokens_total{kind=\"output\",model=\"m1\",task=\"task7\"} 23.0",
                        "caravan_tokens_total{kind=\"reasoning\",model=\"m1\",task=\"task7\"} 2.0");
    }

    @Test
    void credentialsThatDoNotWorkAndDisks(@TempDir Path data) {
        Map<String, Why> rests = new HashMap<>(Map.of("main", Why.REFUSED));
        new NodeMetrics(Places.of(data, "", data.resolve("outbox")), models, () -> rests).bindTo(registry);
        assertThat(scrape())
                .contains(
                        "caravan_credential_resting{credential=\"main\",provider=\"Acme\",reason=\"refused\"} 1.0",
                        "caravan_credential_resting{credential=\"main\",provider=\"Acme\",reason=\"failing\"} 0.0",
                        "caravan_credential_resting{credential=\"other\",provider=\"Acme\",reason=\"refused\"} 0.0",
                        "caravan_disk_total_bytes{place=\"data\"} "
                                + (double) data.toFile().getTotalSpace())
                .anyMatch(line -> line.startsWith("caravan_disk_free_bytes{place=\"outbox\"}"))
                .anyMatch(line -> line.startsWith("caravan_disk_free_bytes{place=\"spool\"}"));
        rests.clear();
        models.become(models("main", "third"));
        scrape();
        assertThat(scrape())
                .contains(
                        "caravan_credential_resting{credential=\"main\",provider=\"Acme\",reason=\"refused\"} 0.0",
                        "caravan_credential_resting{credential=\"third\",provider=\"Acme\",reason=\"secret\"} 0.0")
                .noneMatch(line -> line.contains("\"other\""));
    }

    @Test
    void aSpoolInABucketIsOnNoDiskHere(@TempDir Path data) {
        assertThat(Places.of(data, "s3://bucket/spool", data)).containsOnlyKeys("data", "outbox");
        assertThat(Places.of(data, data + "/elsewhere", data)).containsEntry("spool", data.resolve("elsewhere"));
    }
}
