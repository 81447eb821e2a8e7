package dev.caravan.publish;

import dev.caravan.ledger.Publications;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Publications of finished records, kept in memory and written down as they happen. */
final class MemoryPublications implements Publications {
    final Map<Integer, List<Member>> finished = new TreeMap<>();
    final Map<Long, List<Member>> members = new LinkedHashMap<>();
    final Map<Long, Publication> open = new TreeMap<>();
    final Deque<Delivery> due = new ArrayDeque<>();
    final List<String> log = new ArrayList<>();

    @Override
    public List<Integer> tasksToPublish() {
        return finished.keySet().stream()
                .filter(task -> !finished.get(task).isEmpty())
                .toList();
    }

    @Override
    public List<Integer> tasksDecided() {
        return List.of();
    }

    @Override
    public Optional<Publication> open(int taskId, int limit, boolean gated) {
        List<Member> ready = finished.get(taskId);
        List<Member> taken = List.copyOf(ready.subList(0, Math.min(limit, ready.size())));
        ready.removeAll(taken);
        Publication made = new Publication(members.size() + 1, taskId, taken.size(), "k3f9a21");
        members.put(made.id(), taken);
        open.put(made.id(), made);
        return Optional.of(made);
    }

    @Override
    public Optional<Publication> openRejects(int taskId, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rejectsWait(int taskId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Publication> leftOpen() {
        return List.copyOf(open.values());
    }

    @Override
    public List<Member> members(long publicationId, long after, int limit) {
        return members.get(publicationId).stream()
                .filter(member -> member.recordId() > after)
                .limit(Math.min(limit, 2))
                .toList();
    }

    @Override
    public List<Integer> recipes(long publicationId) {
        return members.get(publicationId).stream()
                .map(Member::recipeId)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public List<Share> shares(long publicationId) {
        return List.of();
    }

    @Override
    public List<Left> leftBehind(long publicationId, List<Share> shares) {
        return List.of();
    }

    @Override
    public void park(long publicationId, Map<Long, String> why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void sealed(long publicationId, Content content, List<String> sinks, List<Share> shares) {
        Publication publication = open.remove(publicationId);
        log.add("sealed " + publicationId + " " + content.records() + " " + sinks);
        sinks.forEach(sink -> due.add(new Delivery(
                publicationId,
                publication.instance(),
                publication.taskId(),
                sink,
                0,
                0,
                0,
                due.size() + 1,
                content,
                "")));
    }

    @Override
    public List<Publication> restored() {
        return List.of();
    }

    @Override
    public void again(long publicationId, List<String> sinks) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Delivery> claimDelivery(Set<Integer> except) {
        return Optional.ofNullable(due.poll())
                .map(one -> new Delivery(
                        one.publicationId(),
                        one.instance(),
                        one.taskId(),
                        one.sink(),
                        one.sends() + 1,
                        0,
                        0,
                        one.fence(),
                        one.content(),
                        one.fields()));
    }

    @Override
    public void delivered(Delivery delivery) {
        log.add("delivered " + delivery.publicationId() + " " + delivery.sink());
    }

    @Override
    public void failed(Delivery delivery, String reason, Duration wait) {
        log.add("failed " + delivery.publicationId() + " " + delivery.sink() + " " + wait);
        due.add(delivery);
    }

    @Override
    public void givenUp(Delivery delivery, String reason, @Nullable Duration again) {
        log.add("given up " + delivery.publicationId() + " " + delivery.sink() + " "
                + (again == null ? "for a person" : again.toString()));
    }

    @Override
    public void forsake(Delivery delivery) {
        due.add(delivery);
    }

    @Override
    public int replayDead() {
        return 0;
    }

    @Override
    public void advanced(Delivery delivery, int records) {
        log.add("advanced " + delivery.publicationId() + " " + delivery.sink() + " " + records);
    }

    @Override
    public int countBlind(Delivery delivery) {
        log.add("blind " + delivery.publicationId() + " " + delivery.sink());
        return 1;
    }

    @Override
    public List<Long> outdated(Delivery delivery) {
        return List.of();
    }

    @Override
    public int replay(String sink) {
        return 0;
    }

    @Override
    public Replayed replayBy(long publicationId, @Nullable String sink, String actor, String why) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replayed replay(long publicationId, @Nullable String sink) {
        throw new UnsupportedOperationException();
    }
}
