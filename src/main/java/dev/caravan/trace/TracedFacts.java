package dev.caravan.trace;

import dev.caravan.ledger.Contents;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import io.opentelemetry.api.common.Attributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** What spans tell beside what their unit of work says. */
final class TracedFacts {
    /** Drops that the span of a batch or publication links to. */
    private static final int MOST_LINKS = 32;

    private static final int REMEMBERED = 1000;

    /** The words of OpenTelemetry where they differ from those of the protocol. */
    private static final Map<String, String> GEN_AI = Map.of(
            "bedrock", "aws.bedrock", "gemini", "gcp.gemini", "vertex", "gcp.vertex_ai", "mistral", "mistral_ai");

    private final Contents contents;
    private final AskedModels asked;
    private final Models models;
    private final int told;
    private final Map<String, List<Long>> drops = new LinkedHashMap<>();

    /** @param told in the traces of how many drops a batch is told once more */
    TracedFacts(Contents contents, AskedModels asked, Models models, int told) {
        this.contents = contents;
        this.asked = asked;
        this.models = models;
        this.told = told;
    }

    /** @param drops that have records in it, or the first of them; @param told in whose traces it is told, too */
    record Bundle(long id, List<Long> drops, List<Long> told) {}

    Bundle batch(long id) {
        return bundle(id, of("batch " + id, () -> contents.dropsOfBatch(id, MOST_LINKS)));
    }

    Bundle publication(long id) {
        return bundle(id, of("publication " + id, () -> contents.dropsOfPublication(id, MOST_LINKS)));
    }

    private Bundle bundle(long id, List<Long> of) {
        return new Bundle(id, of, of.subList(0, Math.min(told, of.size())));
    }

    /** Which they are never changes. */
    private synchronized List<Long> of(String what, Supplier<List<Long>> look) {
        List<Long> known = drops.get(what);
        if (known == null) {
            known = look.get();
            if (!known.isEmpty()) {
                drops.put(what, known);
            }
            if (drops.size() > REMEMBERED) {
                drops.remove(drops.keySet().iterator().next());
            }
        }
        return known;
    }

    /** Which model a batch asks, and for what; nothing of what has no batch. */
    Attributes asked(InHand in) {
        Long batch = in.number(InHand.BATCH);
        return batch == null ? Attributes.empty() : asked.of(batch);
    }

    /** What its calls have in common. */
    Attributes credential(String name) {
        Credential credential = models.credentials().get(name);
        if (credential == null) {
            return Attributes.empty();
        }
        String protocol = credential.provider().protocol().toLowerCase(Locale.ROOT);
        return Attributes.builder()
                .put("caravan.provider", credential.provider().name())
                .put("gen_ai.provider.name", GEN_AI.getOrDefault(protocol, protocol))
                .build();
    }

    String provider(String credential) {
        Credential known = models.credentials().get(credential);
        return known == null ? "provider" : known.provider().name();
    }
}
