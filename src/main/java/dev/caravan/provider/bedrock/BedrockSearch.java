package dev.caravan.provider.bedrock;

import dev.caravan.provider.Deletions;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import dev.caravan.provider.Search;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
    private final Deletions deletions;

    private boolean paging = true;
    private boolean witness;
    private boolean ordered = true;
    private long oldest = Long.MAX_VALUE;
    private int pages;
    private @Nullable String next;
    private @Nullable S3Place inputs;
    private @Nullable S3Place outputs;

    BedrockSearch(Search search, Jobs jobs, Objects objects, BedrockFailures failures) {
        this.search = search;
        this.jobs = jobs;
        this.objects = objects;
        this.failures = failures;
        this.deletions = new Deletions(
                search, "s3:DeleteObject on the objects below input and output, and s3:ListBucket on both buckets");
    }

    /** A sweep looks here for inputs of which the ledger never heard. */
    BedrockSearch withInputs(S3Place folder) {
        inputs = folder;
        return this;
    }

    /** Below this place each job has a folder, named by its id. */
    BedrockSearch withOutputs(S3Place folder) {
        outputs = folder;
        return this;
    }

    /** Whether another page is to be asked for. */
    public boolean isPaging() {
        return paging;
    }

    /** Whether another object, or folder of a job, is to be deleted. */
    public boolean isRevoking() {
        return !paging && !deletions.isEmpty();
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
        String uri = java.util.Objects.requireNonNull(deletions.id());
        boolean input = deletions.isInput();
        try {
            if (input) {
                objects.delete(S3Place.of(uri));
            } else {
                objects.deleteBelow(S3Place.of(uri));
            }
            deletions.gone();
        } catch (SdkException stillThere) {
            Failure why = failures.of(stillThere);
            deletions.failed(why);
            if (input) {
                search.inconclusive(uri + " could not be deleted: " + why.message());
            }
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
        deletions.inputs(search.toRevoke());
        if (search.wantsFiles() && inputs != null) {
            leftOver(inputs);
        }
        search.toClear().forEach(left -> deletions.remains(left, folders(left), true));
    }

    /** Those that can't be listed now are looked for by the next sweep. */
    private void leftOver(S3Place folder) {
        try {
            deletions.inputs(objects.leftOver(folder, search));
        } catch (SdkException unanswered) {
            LOG.debug("The inputs in {} could not be listed", folder.uri(), unanswered);
        }
    }

    /** The folder of the job where outputs go today, and that of its results, should that be another. */
    private List<String> folders(Remains left) {
        String id = left.providerId().substring(left.providerId().lastIndexOf('/') + 1);
        Set<String> folders = new LinkedHashSet<>();
        if (outputs != null) {
            folders.add(outputs.below(id + "/").uri());
        }
        for (String uri : left.files().values()) {
            int at = uri.indexOf("/" + id + "/");
            if (at >= 0) {
                folders.add(uri.substring(0, at + id.length() + 2));
            }
        }
        return List.copyOf(folders);
    }
}
