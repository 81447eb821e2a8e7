package dev.caravan.batch;

import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The results of a batch that may be ours: its first lines are looked at, nothing is kept. */
final class Comparison implements Download {
    private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

    private final String providerId;
    private final FirstRows rows;
    private final Consumer<FirstRows.Verdict> verdict;

    Comparison(String providerId, FirstRows rows, Consumer<FirstRows.Verdict> verdict) {
        this.providerId = providerId;
        this.rows = rows;
        this.verdict = verdict;
    }

    @Override
    public String kind() {
        return "results";
    }

    /** The batch's id at the provider. */
    @Override
    public String fileId() {
        return providerId;
    }

    @Override
    public void save(InputStream body, long length) throws IOException {
        verdict.accept(rows.of(body));
    }

    @Override
    public void failed(Failure failure) {
        LOG.warn(
                "The results of {} could not be compared ({}: {}); they are asked for again",
                providerId,
                failure.code(),
                failure.message());
    }
}
