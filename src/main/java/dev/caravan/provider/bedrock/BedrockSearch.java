package dev.caravan.provider.bedrock;

import dev.caravan.provider.Search;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * One look through the list of jobs, newest first, and the deletion of inputs if nothing of ours is there. Asks for jobs
 * with our name only; concludes "not there" only from a whole list: every page answered, in order down to before the
 * window or read to its end, and with a job in it that the ledger knows.
 */
public final class BedrockSearch {
    /** What the name of every job of Caravan begins with. */
    static final String NAMES = "caravan-";

    private static final Logger LOG = LoggerFactory.getLogger(BedrockSearch.class);
    private static final int MOST_PAGES = 1000;

    private final Search search;
    private final Jobs jobs;
    private final Objects objects;
    private final BedrockFailures failures;
    private final Deque<String> revoke = new ArrayDeque<>();

    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private int pages;
    private @Nullable String next;
    private @Nullable S3Place inputs;

    BedrockSearch(Search search, Jobs jobs, Objects objects, BedrockFailures failures) {
        this.search = search;
        this.jobs = jobs;
        this.objects = objects;
        this.failures = failures;
    }

    /** A sweep looks here for inputs of which the ledger never heard. */
    BedrockSearch withInputs(S3Place folder) {
        inputs = folder;
        return this;
    }

    /** Whether another page is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    /** Whether another input is to be deleted. */
    public boolean isRevoking() {
        return !paging && !revoke.isEmpty();
    }

    /** An empty page is no end: only a page without a token is. */
    void page() {
        Jobs.Page page;
        try {
            page = jobs.page(NAMES, next);
        } catch (SdkException e) {
            end("page " + (pages + 1) + " of the list of jobs was not answered: "
                    + failures.of(e).message());
            return;
        }
        pages++;
        page.jobs().forEach(this::look);
        String token = page.next();
        if (token == null || token.isEmpty()) {
            conclude("the whole list holds");
        } else if (ordered && oldest < search.windowStart() && (witness || !search.hasWitness())) {
            conclude("the list back to the window holds");
        } else if (token.equals(next) || pages >= MOST_PAGES) {
            end("the list of jobs does not come to an end after " + pages + " pages");
        } else {
            next = token;
        }
    }

    void revoke() {
        String fileId = revoke.remove();
        try {
            objects.delete(S3Place.of(fileId));
            search.gone(fileId);
        } catch (SdkException stillThere) {
            search.inconclusive(
                    fileId + " could not be deleted: " + failures.of(stillThere).message());
        }
    }

    private void look(Job job) {
        ordered &= job.submitted() <= oldest;
        oldest = Math.min(oldest, job.submitted());
        if (!BedrockStatus.isTerminal(job)) {
            search.listed(BedrockStatus.running(job));
        }
        String label = job.name().startsWith(NAMES) ? job.name().substring(NAMES.length()) : "";
        String token = search.hasToken(label) ? label : search.hasToken(job.token()) ? job.token() : null;
        boolean ourInput = search.hasInput(job.input());
        if (!job.id().isBlank() && (token != null || ourInput)) {
            search.found(job.id(), token, ourInput ? job.input() : null);
        }
        witness |= search.isKnown(job.id());
    }

    private void conclude(String what) {
        boolean whole = witness || !search.hasWitness();
        end(whole ? null : what + " none of the jobs that the ledger knows: is the credential of another account?");
    }

    /** @param inconclusive why nothing may be concluded; null if a complete list holds nothing of ours */
    private void end(@Nullable String inconclusive) {
        paging = false;
        if (inconclusive != null) {
            search.inconclusive(inconclusive);
        } else {
            search.completeNegative();
        }
        revoke.addAll(search.toRevoke());
        if (search.wantsFiles() && inputs != null) {
            leftOver(inputs);
        }
    }

    /** Those that can't be listed now are looked for by the next sweep. */
    private void leftOver(S3Place folder) {
        try {
            objects.leftOver(folder, search).stream()
                    .filter(id -> !revoke.contains(id))
                    .forEach(revoke::add);
        } catch (SdkException unanswered) {
            LOG.debug("The inputs in {} could not be listed", folder.uri(), unanswered);
        }
    }
}
