package dev.caravan.provider.google;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Deletions;
import dev.caravan.provider.Failure;
import dev.caravan.provider.JobStatus;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One look through the list of jobs, and the inputs to be revoked if nothing of ours is there. Concludes "not there" only
 * from a whole list: every page answered, in order down to before the window or read to its end, and with a job in it that
 * the ledger knows.
 */
public final class GoogleSearch {
    private static final int MOST_PAGES = 1000;

    private final Search search;
    private final GoogleFailures failures;
    private final String path;
    private final String field;
    private final Function<JsonNode, Job> reader;
    private final Deletions deletions;
    private final Cleaner cleaner;

    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private int pages;
    private @Nullable String next;

    /**
     * A job in the list.
     *
     * @param created RFC 3339
     * @param input the id of its input file or object
     * @param status how it is doing; null if that can't be read
     */
    public record Job(
            String id,
            String created,
            String token,
            String input,
            @Nullable JobStatus status) {}

    /**
     * @param path of the list
     * @param field the member of a page that holds the jobs; a page without any has no such member
     * @param cleaner what is to be deleted beside the inputs that a search knows
     */
    public GoogleSearch(
            Search search,
            GoogleFailures failures,
            String path,
            String field,
            Function<JsonNode, Job> reader,
            Cleaner cleaner) {
        this.search = search;
        this.failures = failures;
        this.path = path;
        this.field = field;
        this.reader = reader;
        this.cleaner = cleaner;
        this.deletions = new Deletions(search, cleaner.permission());
    }

    /** What lies where the requests and answers of jobs lie. */
    public interface Cleaner {
        /** What a credential needs to delete there, for a person. */
        String permission();

        /** Ids of what a settled job left. */
        List<String> remains(Remains left);

        /** Inputs of which the ledger never heard; those that can't be listed now are looked for by the next sweep. */
        List<String> lost(Search search);
    }

    /** Whether {@link #getPage()} is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    public String getPage() {
        return path + "?pageSize=100"
                + (next == null ? "" : "&pageToken=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    /** Whether {@link #getFileId()} is to be deleted. */
    public boolean isRevoking() {
        return !paging && !deletions.isEmpty();
    }

    public @Nullable String getFileId() {
        return deletions.id();
    }

    /** Takes one page. */
    public void searched(Reply reply) {
        JsonNode json = reply.json();
        if (!reply.ok() || json == null || !json.isObject() || json.has("error")) {
            end("page " + (pages + 1) + " of the list of batches was not answered: "
                    + failures.of(reply).message());
            return;
        }
        pages++;
        json.path(field).forEach(job -> look(reader.apply(job)));
        String token = json.path("nextPageToken").asText("");
        if (token.isEmpty()) {
            conclude("the whole list holds");
        } else if (ordered && oldest < search.windowStart() && (witness || !search.hasWitness())) {
            conclude("the list back to the window holds");
        } else if (token.equals(next) || pages >= MOST_PAGES) {
            end("the list of batches does not come to an end after " + pages + " pages");
        } else {
            next = token;
        }
    }

    /** Whether the list held a batch that the ledger knows, so that the account is certainly the same. */
    public boolean isSameAccount() {
        return witness;
    }

    /** Takes what became of {@link #getFileId()}: null if it is gone, else why it is not. */
    public void revoked(@Nullable Failure stillThere) {
        if (stillThere == null) {
            deletions.gone();
        } else {
            deletions.failed(stillThere);
        }
    }

    private void look(Job job) {
        long created = epochSecond(job.created());
        ordered &= created <= oldest;
        oldest = Math.min(oldest, created);
        if (job.status() != null) {
            search.listed(job.status());
        }
        boolean ourToken = search.hasToken(job.token());
        boolean ourInput = search.hasInput(job.input());
        if (!job.id().isBlank() && (ourToken || ourInput)) {
            search.found(job.id(), ourToken ? job.token() : null, ourInput ? job.input() : null);
        }
        witness |= search.isKnown(job.id());
    }

    /** A time that can't be read counts as the newest, so the list is then read to its end. */
    private static long epochSecond(String time) {
        try {
            return Instant.parse(time).getEpochSecond();
        } catch (DateTimeException notATime) {
            return Long.MAX_VALUE;
        }
    }

    private void conclude(String what) {
        boolean whole = witness || !search.hasWitness();
        end(whole ? null : what + " none of the batches that the ledger knows: is the credential of another account?");
    }

    /** @param inconclusive why nothing may be concluded; null if a complete list holds nothing of ours */
    private void end(@Nullable String inconclusive) {
        paging = false;
        if (inconclusive != null) {
            search.inconclusive(inconclusive);
        } else {
            search.completeNegative();
        }
        deletions.inputs(search.toRevoke());
        if (search.wantsFiles()) {
            deletions.inputs(cleaner.lost(search));
        }
        search.toClear().forEach(left -> deletions.remains(left, cleaner.remains(left), true));
    }
}
