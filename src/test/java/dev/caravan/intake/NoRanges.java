package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ranges;
import java.util.List;
import java.util.Optional;

/** Where one node works, all drops are in one piece. */
final class NoRanges implements Ranges {
    @Override
    public Split split(Drops.Claim claim) {
        return new Split(Phase.NONE, List.of(), null);
    }

    @Override
    public void mark(Drops.Claim claim, int recipeId, List<Range> next) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void marked(Drops.Claim claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void weighed(Drops.Claim claim, String doubles, int last) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void settle(Drops.Claim claim, int range, List<Numbered> rows, List<Drops.Refusal> refusals) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void inOnePiece(Drops.Claim claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Claim> claim() {
        return Optional.empty();
    }

    @Override
    public void release(Claim claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forsake(Claim claim) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void read(Claim claim, Found found) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void store(Claim claim, List<Frame> frames, boolean last) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void giveUp(Claim claim) {
        throw new UnsupportedOperationException();
    }
}
