package dev.caravan.intake;

import dev.caravan.ledger.DropCounts;
import dev.caravan.ledger.DropState;
import dev.caravan.ledger.Drops;
import dev.caravan.ledger.RecordState;
import dev.caravan.ledger.StaleFenceException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drops in memory. A row whose id came before in the same drop counts as duplicate, all others as queued. */
final class MemoryDrops implements Drops {
    /** One drop. */
    static final class Entry {
        NewDrop drop;
        DropState state = DropState.ARRIVING;
        String path = "";
        String reason;
        long fence;
        long row;
        long hash;
        boolean claimed;
        long duplicates;
        final Map<String, Frame> rows = new LinkedHashMap<>();
        final List<Refusal> refusals = new ArrayList<>();
        final List<ReadPart> parts = new ArrayList<>();
    }

    final Map<Long, Entry> entries = new LinkedHashMap<>();
    Runnable beforeAppend = () -> {};

    @Override
    public long arriving(NewDrop drop) {
        Entry entry = new Entry();
        entry.drop = drop;
        entries.put(entries.size() + 1L, entry);
        return entries.size();
    }

    @Override
    public void received(long dropId, String spoolPath, long bytes) {
        entries.get(dropId).path = spoolPath;
        entries.get(dropId).state = DropState.RECEIVED;
    }

    @Override
    public void vanished(long dropId) {
        entries.get(dropId).state = DropState.VOID;
    }

    @Override
    public Map<Source, Seen> seen(String zone, Collection<String> uris) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAway(long dropId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Arriving> arriving() {
        return entries.entrySet().stream()
                .filter(e -> e.getValue().state == DropState.ARRIVING)
                .map(e -> new Arriving(
                        e.getKey(),
                        e.getValue().drop.taskId(),
                        e.getValue().drop.uri()))
                .toList();
    }

    @Override
    public Optional<Claim> claimForRead() {
        for (var e : entries.entrySet()) {
            Entry entry = e.getValue();
            boolean waits = entry.state == DropState.RECEIVED || entry.state == DropState.READING && !entry.claimed;
            if (waits) {
                entry.state = DropState.READING;
                entry.claimed = true;
                entry.fence++;
                return Optional.of(new Claim(
                        e.getKey(),
                        entry.drop.taskId(),
                        entry.drop.uri(),
                        entry.path,
                        entry.fence,
                        entry.row,
                        entry.hash));
            }
        }
        return Optional.empty();
    }

    @Override
    public void release(Claim claim) {
        fenced(claim).claimed = false;
    }

    @Override
    public void forsake(Claim claim) {
        entries.get(claim.dropId()).claimed = false;
    }

    @Override
    public Appended append(Claim claim, ReadPart part) {
        beforeAppend.run();
        Entry entry = fenced(claim);
        entry.parts.add(part);
        for (Frame frame : part.frames()) {
            for (Row row : frame.rows()) {
                if (entry.rows.putIfAbsent(row.sourceId(), frame) != null) {
                    entry.duplicates++;
                }
            }
        }
        entry.refusals.addAll(part.refusals());
        entry.row = part.upToRow();
        entry.hash = part.hashUpToRow();
        return new Appended(0, 0, 0, 0, 0);
    }

    @Override
    public DropCounts seal(Claim claim) {
        fenced(claim).state = DropState.SEALED;
        return counts(entries.get(claim.dropId()));
    }

    @Override
    public void fail(Claim claim, String reason, boolean keepRows) {
        Entry entry = fenced(claim);
        entry.state = keepRows ? DropState.SEALED : DropState.FAILED;
        entry.reason = reason;
        if (!keepRows) {
            entry.rows.clear();
        }
    }

    private Entry fenced(Claim claim) {
        Entry entry = entries.get(claim.dropId());
        if (entry.fence != claim.fence()) {
            throw new StaleFenceException("drop " + claim.dropId());
        }
        return entry;
    }

    private static DropCounts counts(Entry entry) {
        return new DropCounts(
                entry.row, entry.refusals.size(), entry.duplicates, 0, 0, Map.of(RecordState.QUEUED, (long)
                        entry.rows.size()));
    }

    @Override
    public Optional<Drop> find(long dropId) {
        Entry e = entries.get(dropId);
        return Optional.of(
                new Drop(dropId, e.drop.taskId(), e.drop.zone(), e.drop.uri(), e.state, e.reason, counts(e)));
    }

    @Override
    public List<Refusal> refusals(long dropId, long afterLine, int limit) {
        return entries.get(dropId).refusals.stream().limit(limit).toList();
    }
}
