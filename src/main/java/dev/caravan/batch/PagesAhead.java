package dev.caravan.batch;

import dev.caravan.ledger.Assembly.Candidate;
import dev.caravan.spool.Follower;
import java.io.IOException;
import java.util.List;

/** Looks up each page while the one before it is worked on. For whoever goes on where the last page was left. */
final class PagesAhead implements Pages, AutoCloseable {
    private final Pages pages;
    private final Follower follower = new Follower("caravan-candidates");
    private List<Candidate> page = List.of();
    private volatile List<Candidate> next = List.of();

    PagesAhead(Pages pages) {
        this.pages = pages;
    }

    @Override
    public List<Candidate> after(long recordId) throws IOException {
        if (!page.isEmpty() && recordId == last(page)) {
            follower.await();
            page = next;
        } else {
            List<Candidate> rest =
                    page.stream().dropWhile(one -> one.recordId() <= recordId).toList();
            if (!rest.isEmpty() && rest.size() < page.size()) {
                return rest;
            }
            page = pages.after(recordId);
        }
        if (!page.isEmpty()) {
            long last = last(page);
            follower.begin(() -> next = pages.after(last));
        }
        return page;
    }

    private static long last(List<Candidate> page) {
        return page.get(page.size() - 1).recordId();
    }

    @Override
    public void close() {
        follower.close();
    }
}
