package dev.caravan.protocol;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks through every state of a model, nearest first, so that a counter-example is as short as can be. Afterwards it
 * looks whether every state can still come to an end.
 */
final class Explorer<S> {
    private final Model<S> model;
    private final int limit;
    private final Seen seen = new Seen();
    private final Ints parents = new Ints();
    private final Ints edges = new Ints();
    private final Ints edgesOf = new Ints();
    private final BitSet settled = new BitSet();
    private final Set<Model.Move> moves = new HashSet<>();
    private final ArrayDeque<S> front = new ArrayDeque<>();

    private Explorer(Model<S> model, int limit) {
        this.model = model;
        this.limit = limit;
    }

    /**
     * @param limit most states; one more is a mistake in the bounds of the model
     * @throws IllegalStateException if there are more
     */
    static <S> Report explore(Model<S> model, int limit) {
        return new Explorer<>(model, limit).explore();
    }

    private Report explore() {
        visit(model.start(), -1);
        for (int at = 0; at < seen.size(); at++) {
            S state = front.remove();
            Optional<String> wrong = model.violation(state);
            if (wrong.isPresent()) {
                return report(wrong.get(), at);
            }
            settled.set(at, model.settled(state));
            int from = at;
            edgesOf.add(edges.size());
            model.next(state, (step, next) -> {
                model.moves(state, next, moves::add);
                edges.add(visit(next, from));
            });
            if (seen.size() > limit) {
                throw new IllegalStateException("more than " + limit + " states");
            }
        }
        edgesOf.add(edges.size());
        int stuck = stuck();
        return stuck < 0 ? report("", -1) : report("from here the work can never be settled", stuck);
    }

    private int visit(S state, int from) {
        int before = seen.size();
        int number = seen.add(model.fingerprint(state));
        if (number == before) {
            parents.add(from);
            front.add(state);
        }
        return number;
    }

    /** A state from which no settled one can be reached; -1 if there is none. */
    private int stuck() {
        BitSet ends = (BitSet) settled.clone();
        boolean more = true;
        while (more) {
            more = false;
            for (int at = seen.size() - 1; at >= 0; at--) {
                if (!ends.get(at) && leadsTo(at, ends)) {
                    ends.set(at);
                    more = true;
                }
            }
        }
        int first = ends.nextClearBit(0);
        return first < seen.size() ? first : -1;
    }

    private boolean leadsTo(int at, BitSet ends) {
        for (int i = edgesOf.get(at); i < edgesOf.get(at + 1); i++) {
            if (ends.get(edges.get(i))) {
                return true;
            }
        }
        return false;
    }

    private Report report(String wrong, int at) {
        return new Report(seen.size(), edges.size(), Set.copyOf(moves), wrong, at < 0 ? List.of() : trace(at));
    }

    /** Walks again from the start, for only fingerprints were kept. */
    private List<String> trace(int at) {
        var way = new ArrayDeque<Integer>();
        for (int i = at; i >= 0; i = parents.get(i)) {
            way.push(i);
        }
        way.pop();
        List<String> trace = new ArrayList<>();
        S state = model.start();
        trace.add("start: " + state);
        for (int number : way) {
            S from = state;
            List<S> found = new ArrayList<>();
            model.next(from, (step, next) -> {
                if (found.isEmpty() && seen.add(model.fingerprint(next)) == number) {
                    found.add(next);
                    trace.add(step + ": " + next);
                }
            });
            state = found.get(0);
        }
        return trace;
    }

    /** @param wrong empty where all is well; @param trace the shortest way there, a step each */
    record Report(int states, int transitions, Set<Model.Move> moves, String wrong, List<String> trace) {
        boolean holds() {
            return wrong.isEmpty();
        }

        /** The names of the steps alone. */
        List<String> steps() {
            return trace.stream().map(line -> line.replaceFirst(": .*", "")).toList();
        }

        @Override
        public String toString() {
            String result = holds() ? "holds" : wrong + "\n  " + String.join("\n  ", trace);
            return states + " states, " + transitions + " transitions: " + result;
        }
    }
}
