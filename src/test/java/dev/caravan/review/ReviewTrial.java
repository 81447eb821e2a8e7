package dev.caravan.review;

import dev.caravan.batch.ReviewRig;
import dev.caravan.ledger.Act;
import dev.caravan.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the server takes for one decision while many items are open: claims the next item with all that belongs to it,
 * then decides. Arguments: open items (100000), decisions (2000). Run by hand; docs/review.md has the figures.
 */
final class ReviewTrial {
    private static final int DROP = 1_000;

    private ReviewTrial() {}

    public static void main(String[] args) throws IOException {
        int items = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        int decisions = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        Path folder = Files.createTempDirectory("review-trial");
        try (var rig = new ReviewRig(folder, new Task.Review("mood == \"bad\"", 0, 3))) {
            rig.drops(items / DROP, DROP);
            long begin = System.nanoTime();
            rig.collectedAll(i -> "{\"id\":\"" + rig.sourceId(i, DROP) + "\",\"mood\":\"bad\"}");
            System.out.printf("%d items opened in %d ms%n", items, millis(begin));
            Reviews reviews = ReviewsTest.reviews(rig);
            walk(reviews, decisions, Filter.ALL, "all");
            walk(reviews, decisions, new Filter("moods", "review.when", null, null), "task and reason");
            walk(reviews, DROP / 2, new Filter(null, null, null, (long) (items / DROP)), "the last drop");
            once("page of 50 in the middle", () -> reviews.list(Filter.ALL, middle(reviews, items), 50));
            once("counts", reviews::counts);
            once(
                    "nothing assigned to me",
                    () -> reviews.list(new Filter(null, null, "reviewer-9", null), Cursor.START, 50));
            once("preview of all", () -> reviews.preview(Filter.ALL, Act.APPROVE, "reviewer-1"));
            long open = reviews.preview(new Filter(null, null, null, 50L), Act.REJECT, "reviewer-1")
                    .items();
            long begun = System.nanoTime();
            reviews.decideAll(new Filter(null, null, null, 50L), Act.REJECT, "old", "reviewer-1", open);
            System.out.printf("%d rejected in bulk: %d ms%n", open, millis(begun));
        }
    }

    private static Cursor middle(Reviews reviews, int items) {
        OpenItem first = reviews.list(Filter.ALL, Cursor.START, 1).items().get(0);
        return new Cursor(first.since(), first.recordId() + items / 2);
    }

    private static void walk(Reviews reviews, int decisions, Filter filter, String name) {
        List<Long> nexts = new ArrayList<>();
        List<Long> decides = new ArrayList<>();
        List<Long> both = new ArrayList<>();
        for (int i = 0; i < decisions; i++) {
            long begin = System.nanoTime();
            Item item = reviews.next(filter, "reviewer-1", Cursor.START).orElseThrow();
            long claimed = System.nanoTime();
            reviews.decide(
                    i % 5 == 0
                            ? Decision.edit(
                                    item.recordId(),
                                    item.version(),
                                    "reviewer-1",
                                    "{\"id\":\"" + item.sourceId() + "\",\"mood\":\"good\"}")
                            : Decision.approve(item.recordId(), item.version(), "reviewer-1"));
            long end = System.nanoTime();
            nexts.add(claimed - begin);
            decides.add(end - claimed);
            both.add(end - begin);
        }
        System.out.printf(
                "%s, %d decisions: next %s, decide %s, both %s%n",
                name, decisions, figures(nexts), figures(decides), figures(both));
    }

    private static void once(String what, Runnable work) {
        work.run();
        long begin = System.nanoTime();
        work.run();
        System.out.printf("%s: %d ms%n", what, millis(begin));
    }

    private static String figures(List<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        return String.format(
                "p50 %.1f ms, p95 %.1f ms",
                sorted[sorted.length / 2] / 1e6, sorted[(int) (sorted.length * 0.95)] / 1e6);
    }

    private static long millis(long begin) {
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
