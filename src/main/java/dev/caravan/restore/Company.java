package dev.caravan.restore;

import dev.caravan.ledger.Nodes;
import dev.caravan.ledger.Nodes.Node;
import dev.caravan.spool.Spool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which other nodes work on the ledger, and whether this one may join them with its spool. */
public final class Company {
    private static final Logger LOG = LoggerFactory.getLogger(Company.class);

    private final Nodes nodes;
    private final Spool spool;
    private final boolean shared;
    private final Patience patience;

    /**
     * How long a node may be silent before it is taken for dead.
     *
     * @param look from one look at its counter to the next
     * @param most all in all
     * @param pause lets so much time pass
     */
    public record Patience(Duration look, Duration most, Pause pause) {}

    /** Lets time pass. */
    @FunctionalInterface
    public interface Pause {
        void pass(Duration time);
    }

    /** @param shared whether the operator says that several machines see the folder of the spool */
    public Company(Nodes nodes, Spool spool, boolean shared, Patience patience) {
        this.nodes = nodes;
        this.spool = spool;
        this.shared = shared;
        this.patience = patience;
    }

    /**
     * Says which spool this node has, and looks at those of the others. A node on the same folder which is not shared is of a
     * process that this one takes over from.
     *
     * @throws StartRefusedException if a living node has another spool
     */
    void check() throws IOException {
        String mine = spool.identity();
        nodes.worksOn(mine);
        for (Node other : others()) {
            if (other.spool().equals(mine) && !isLocal(mine)) {
                LOG.info("{} works on this ledger too", other.called());
            } else if (other.spool().equals(mine)) {
                LOG.warn(
                        "{} had this spool, which one process at a time may have; this one takes over", other.called());
                bury(other);
            } else if (!other.spool().isEmpty()) {
                refuseIfAlive(other, mine);
            }
        }
    }

    /** Whether nobody else writes into the spool. */
    boolean isAlone() {
        return others().isEmpty();
    }

    private List<Node> others() {
        return nodes.living().stream()
                .filter(node -> node.number() != nodes.number())
                .toList();
    }

    private boolean isLocal(String identity) {
        return !shared && !identity.contains("://");
    }

    private void bury(Node seen) {
        Optional<Node> now = Optional.of(seen);
        while (now.isPresent() && !nodes.bury(now.get())) {
            now = now(seen);
        }
    }

    private Optional<Node> now(Node seen) {
        return others().stream().filter(node -> node.number() == seen.number()).findFirst();
    }

    /** It may be one that a ledger out of a backup still lists: nobody else would call it dead. */
    private void refuseIfAlive(Node other, String mine) {
        LOG.info("{} has another spool ({}); looking whether it lives", other.called(), other.spool());
        Duration waited = Duration.ZERO;
        Optional<Node> now = Optional.of(other);
        while (now.isPresent() && waited.compareTo(patience.most()) < 0) {
            patience.pause().pass(patience.look());
            waited = waited.plus(patience.look());
            now = now(other);
            if (now.isPresent() && now.get().beat() != other.beat()) {
                throw new StartRefusedException("The " + other.called() + " works on this ledger with the spool "
                        + other.spool() + ", this process has " + mine
                        + ". Nodes of one ledger need one spool: a bucket (caravan.spool), or a folder that all of them see"
                        + " (caravan.spool-shared: true). Nothing was changed.");
            }
        }
        now.ifPresent(nodes::bury);
    }
}
