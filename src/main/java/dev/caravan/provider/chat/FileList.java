package dev.caravan.provider.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.provider.Reply;
import dev.caravan.provider.Search;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A walk through the files of an account, behind the list of its batches, for inputs that were uploaded and of which the
 * ledger never heard. What is not answered ends it, and nothing else: the next sweep looks again.
 */
public final class FileList {
    private static final String ENDING = ".jsonl";
    private static final int MOST_PAGES = 200;
    private static final int MOST = 100;

    private final Search search;
    private final Deque<String> leftOver = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private boolean over;
    private int pages;
    private @Nullable String last;

    public FileList(Search search) {
        this.search = search;
    }

    public boolean isOver() {
        return over;
    }

    /** Pages that were read. */
    public int pages() {
        return pages;
    }

    /** The last file of the last page; null before there is any. */
    public @Nullable String last() {
        return last;
    }

    /** Files to delete, by id. */
    public Deque<String> leftOver() {
        return leftOver;
    }

    /** The answer to a page. A page without a new file is the end: some lists know no pages and answer all each time. */
    public void page(Reply reply) {
        JsonNode json = reply.json();
        pages++;
        if (!reply.ok() || json == null || !json.path("data").isArray()) {
            over = true;
            return;
        }
        boolean news = false;
        for (JsonNode file : json.path("data")) {
            last = file.path("id").asText("");
            news |= !last.isEmpty() && seen.add(last);
            look(file, last);
        }
        boolean more =
                !json.path("has_more").isBoolean() || json.path("has_more").asBoolean();
        over = !news || !more || pages >= MOST_PAGES || leftOver.size() >= MOST;
    }

    private void look(JsonNode file, String id) {
        String name = file.path("filename").asText("");
        if (name.endsWith(ENDING)
                && !leftOver.contains(id)
                && leftOver.size() < MOST
                && search.isLeftOver(
                        name.substring(0, name.length() - ENDING.length()),
                        id,
                        file.path("created_at").asLong(Long.MAX_VALUE))) {
            leftOver.add(id);
        }
    }
}
