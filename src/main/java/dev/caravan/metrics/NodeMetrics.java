package dev.caravan.metrics;

import dev.caravan.batch.CredentialRests;
import dev.caravan.batch.CredentialRests.Why;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What this node alone knows: its disks, and credentials that it leaves alone. */
final class NodeMetrics implements MeterBinder {
    private final Map<String, Path> places;
    private final Models models;
    private final CredentialRests rests;
    private volatile long revision = -1;

    /** @param places folders of this machine that Caravan writes to, by what they are for */
    NodeMetrics(Map<String, Path> places, Models models, CredentialRests rests) {
        this.places = Map.copyOf(places);
        this.models = models;
        this.rests = rests;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        MultiGauge resting = MultiGauge.builder("caravan.credential.resting")
                .description("1 while this node leaves the credential alone, by why")
                .register(registry);
        places.forEach((place, folder) -> {
            Gauge.builder("caravan.disk.free", folder, one -> free(one, resting))
                    .description("What may still be written where this folder lies")
                    .baseUnit(BaseUnits.BYTES)
                    .tag("place", place)
                    .strongReference(true)
                    .register(registry);
            Gauge.builder("caravan.disk.total", folder, one -> existing(one).getTotalSpace())
                    .description("Size of what this folder lies on")
                    .baseUnit(BaseUnits.BYTES)
                    .tag("place", place)
                    .strongReference(true)
                    .register(registry);
        });
        credentials(resting);
    }

    /** Credentials come and go while Caravan runs: they are looked at whenever somebody scrapes. */
    private double free(Path folder, MultiGauge resting) {
        credentials(resting);
        return existing(folder).getUsableSpace();
    }

    /** A folder that is not there yet will be where the next one above it is. */
    private static File existing(Path folder) {
        File there = folder.toAbsolutePath().toFile();
        while (!there.exists() && there.getParentFile() != null) {
            there = there.getParentFile();
        }
        return there;
    }

    private synchronized void credentials(MultiGauge resting) {
        long now = models.revision();
        if (now != revision) {
            revision = now;
            List<MultiGauge.Row<?>> rows = new ArrayList<>();
            for (Credential credential : models.credentials().values()) {
                for (Why why : Why.values()) {
                    rows.add(MultiGauge.Row.of(
                            Tags.of(
                                    "credential",
                                    credential.name(),
                                    "provider",
                                    credential.provider().name(),
                                    "reason",
                                    why.name().toLowerCase(Locale.ROOT)),
                            credential.name(),
                            name -> rests.now().get(name) == why ? 1 : 0));
                }
            }
            resting.register(rows, true);
        }
    }
}
