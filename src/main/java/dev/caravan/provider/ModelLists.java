package dev.caravan.provider;

import dev.caravan.model.BatchModel;
import dev.caravan.model.Credential;
import dev.caravan.model.Models;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stage that asks providers which models our credentials may use, and says which of ours are not among them. */
public final class ModelLists {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLists.class);

    private final Models models;
    private final Protocols protocols;
    private final ModelListFiles files;
    private final Clock clock;
    private final Map<String, ModelList> lists = new ConcurrentHashMap<>();
    private final Map<String, List<String>> said = new ConcurrentHashMap<>();

    ModelLists(Models models, Protocols protocols, ModelListFiles files, Clock clock) {
        this.models = models;
        this.protocols = protocols;
        this.files = files;
        this.clock = clock;
    }

    /** One question for each credential that a batch model uses and whose secret is there. */
    public List<ModelInquiry> due() {
        return models.models().values().stream()
                .map(BatchModel::credential)
                .distinct()
                .filter(credential -> credential.isUsable() && hasNames(credential))
                .map(ModelInquiry::of)
                .toList();
    }

    /** Keeps the answer, if it is one. */
    public void keep(ModelInquiry inquiry) throws IOException {
        Failure failure = inquiry.failure();
        if (failure != null) {
            refused(inquiry, failure.message());
            return;
        }
        ModelList list = new ModelList(inquiry.getCredential(), clock.instant(), inquiry.names());
        files.write(list);
        lists.put(list.credential(), list);
        say(list.credential(), VanishedModels.in(list, models.models().values()));
    }

    /** The question got no answer. */
    public void failed(@Nullable ModelInquiry inquiry, Exception why) {
        String message = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        if (inquiry == null) {
            LOG.warn("Which models there are could not be asked: {}", message);
        } else {
            refused(inquiry, message);
        }
    }

    /** The last answer, also that of an earlier process; empty if there was none. */
    public Optional<ModelList> of(String credential) {
        return Optional.ofNullable(lists.get(credential)).or(() -> files.read(credential));
    }

    /** Whether what the provider lists are names that a batch model takes. */
    public boolean hasNames(Credential credential) {
        return protocols.get(credential.provider().protocol()).listsModels(credential.settings());
    }

    private void refused(ModelInquiry inquiry, String why) {
        say(
                inquiry.getCredential(),
                List.of("Credential \"" + inquiry.getCredential()
                        + "\": its provider did not say which models there are: " + why));
    }

    /** What was said the last time is not repeated. */
    private void say(String credential, List<String> sentences) {
        if (!sentences.equals(said.put(credential, sentences))) {
            sentences.forEach(LOG::warn);
        }
    }
}
