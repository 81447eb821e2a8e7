package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import dev.caravan.ledger.Publications.Member;
import dev.caravan.spool.Follower;
import java.io.IOException;
import java.util.List;

/** The members of a publication page by page; each is looked up while the one before it is worked on. */
final class MembersAhead implements AutoCloseable {
    private final Publications publications;
    private final long publicationId;
    private final int limit;
    private final Follower follower = new Follower("caravan-members");
    private boolean begun;
    private volatile List<Member> next = List.of();

    /** @param limit members in a page at most */
    MembersAhead(Publications publications, long publicationId, int limit) {
        this.publications = publications;
        this.publicationId = publicationId;
        this.limit = limit;
    }

    /** The next ones in id order; empty at the end. */
    List<Member> next() throws IOException {
        follower.await();
        List<Member> page = begun ? next : publications.members(publicationId, 0, limit);
        begun = true;
        next = List.of();
        if (!page.isEmpty()) {
            long last = page.get(page.size() - 1).recordId();
            follower.begin(() -> next = publications.members(publicationId, last, limit));
        }
        return page;
    }

    @Override
    public void close() {
        follower.close();
    }
}
