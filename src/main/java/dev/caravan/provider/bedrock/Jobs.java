package dev.caravan.provider.bedrock;

import dev.caravan.provider.CreateTry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bedrock's calls for jobs, each made once. They throw what Amazon's client throws, see {@link BedrockFailures}. */
interface Jobs {

    /** The one create call of a try; the id of the job, empty if the answer has none. */
    String create(CreateTry attempt, Sent sent);

    Job get(String id);

    /**
     * One page of the list, newest first, of jobs with such a name.
     *
     * @param next the token of the page before; null for the first
     */
    Page page(String nameContains, @Nullable String next);

    void stop(String id);

    /** Models for the base account; then, page by page, inference profiles. */
    Names models(String page);

    record Page(List<Job> jobs, @Nullable String next) {}

    record Names(List<String> names, @Nullable String next) {}
}
