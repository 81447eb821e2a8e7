package dev.caravan.batch;

import dev.caravan.ledger.EventKind;
import dev.caravan.ledger.Twins;
import dev.caravan.model.Credential;
import dev.caravan.provider.Download;
import dev.caravan.provider.Failure;
import dev.caravan.provider.Remains;
import dev.caravan.provider.ResultLines;
import dev.caravan.provider.Search;
import dev.caravan.provider.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look through all batches of a credential, as the routes see it. Only collects what was seen; {@link ListSweep} decides. */
public final class CredentialSweep extends CredentialInHand implements Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialSweep.class);
    private static final int NAME = 6;
    private static final int MOST_INPUTS = 100;
    private static final int MOST_OUTPUTS = 100;
    private static final Duration OLD = Duration.ofDays(2);
    /** The rest is for the next look. */
    private static final int MOST_COMPARED = 20;

    private final Workplace at;
    private final View view;
    private final Pattern labels;
    private final Map<String, Listed> listed = new LinkedHashMap<>();
    private final Map<String, Boolean> candidates = new LinkedHashMap<>();
    private final Set<String> ours = new LinkedHashSet<>();
    private final Set<String> gone = new LinkedHashSet<>();
    private final Set<String> busy = new LinkedHashSet<>();
    private boolean witnessSeen;
    private boolean whole;
    private @Nullable String unclear;
    private List<LeftRemains> cleared = List.of();

    CredentialSweep(Workplace at, Credential credential, View view) {
        super(credential);
        this.at = at;
        this.view = view;
        this.labels = Pattern.compile(at.ledger().instance().substring(0, NAME) + "[0-9a-z]+-\\d+-\\d+");
    }

    public Search getSearch() {
        return this;
    }

    public Sweep getSweep() {
        return this;
    }

    @Override
    public List<String> tokens() {
        return List.of();
    }

    @Override
    public List<String> fileIds() {
        return List.of();
    }

    /** A label of this ledger, whatever its epoch was. */
    @Override
    public boolean hasToken(String token) {
        return labels.matcher(token).matches();
    }

    @Override
    public boolean hasInput(String fileId) {
        return at.ledger().twins().origin(getCredential(), null, fileId).isPresent();
    }

    @Override
    public boolean isKnown(String providerId) {
        if (isOurs(providerId)) {
            ours.add(providerId);
        }
        boolean witness = view.witnesses().contains(providerId);
        witnessSeen |= witness;
        return witness;
    }

    @Override
    public boolean hasWitness() {
        return !view.witnesses().isEmpty();
    }

    @Override
    public long windowStart() {
        return view.since().getEpochSecond();
    }

    @Override
    public boolean isOurs(String providerId) {
        return at.ledger().doubts().isOurs(getCredential(), providerId);
    }

    @Override
    public void found(String providerId, @Nullable String token, @Nullable String fileId) {
        if (!isOurs(providerId)) {
            listed.put(providerId, new Listed(token, fileId));
        }
    }

    /** Any size: custom ids tell whose it is. */
    @Override
    public boolean fits(long requests) {
        return view.lines() != null;
    }

    @Override
    public void candidate(String providerId, boolean ended) {
        candidates.put(providerId, ended && !view.foreign().contains(providerId));
    }

    @Override
    public List<Download> comparisons() {
        ResultLines lines = view.lines();
        List<Download> wanted = new ArrayList<>();
        view.foreign().retainAll(candidates.keySet());
        candidates.forEach((id, toCompare) -> {
            if (toCompare && lines != null && wanted.size() < MOST_COMPARED) {
                var ids = new CustomIds(at.ledger().instance());
                var rows = new FirstRows(
                        one -> ids.parse(one).filter(made -> isMember(id, made)).isPresent(), lines);
                wanted.add(new Comparison(id, rows, verdict -> {
                    if (verdict == FirstRows.Verdict.FOREIGN) {
                        view.foreign().add(id);
                    }
                }));
            }
        });
        return wanted;
    }

    private boolean isMember(String providerId, CustomIds.Id made) {
        Optional<Twins.Origin> origin = at.ledger().twins().origin(made.recordId(), made.attempt());
        origin.ifPresent(from -> listed.put(providerId, new Listed(from)));
        return origin.isPresent();
    }

    /** Inputs that nobody needs any more, if the list shows that this is the account they are at. */
    @Override
    public List<String> toRevoke() {
        if (!isWhole()) {
            return List.of();
        }
        Set<String> stuck = view.stuck();
        List<String> left = at.ledger()
                .inputs()
                .leftOver(getCredential(), !reach().provider().kept().inputs(), MOST_INPUTS + stuck.size());
        stuck.retainAll(left);
        return left.stream()
                .filter(id -> !gone.contains(id) && !busy.contains(id))
                .sorted(Comparator.comparing(stuck::contains))
                .limit(MOST_INPUTS)
                .toList();
    }

    /** What settled batches left, when it has lain there long enough. */
    @Override
    public List<Remains> toClear() {
        Duration kept = reach().provider().kept().outputs();
        if (!isWhole() || kept == null) {
            return List.of();
        }
        Instant before = at.clock().instant().minus(kept);
        cleared = at.ledger().outputs().left(getCredential(), before, MOST_OUTPUTS).stream()
                .filter(left -> hasToken(left.token()))
                .map(left ->
                        new LeftRemains(at, this, before, left, view.witnesses().contains(left.providerId())))
                .toList();
        return List.copyOf(cleared);
    }

    @Override
    public boolean wantsFiles() {
        return isWhole();
    }

    /** Two days old: whoever uploads it now has noted it by then, or is dead. */
    @Override
    public boolean isLeftOver(String label, String fileId, long created) {
        long old = at.clock().instant().minus(OLD).getEpochSecond();
        return created < old
                && hasToken(label)
                && at.ledger()
                        .inputs()
                        .isLeftOver(
                                getCredential(),
                                label,
                                !reach().provider().kept().inputs());
    }

    @Override
    public void stays(String fileId) {
        view.stuck().add(fileId);
    }

    @Override
    public void gone(String fileId) {
        gone.add(fileId);
        at.ledger().inputs().gone(getCredential(), fileId);
    }

    /** Told once for each credential. */
    @Override
    public void refused(Failure why, String permission) {
        String what = reach().provider().name() + " does not let this credential delete what nobody needs any more ("
                + why.code() + ": " + why.message() + "). It needs " + permission
                + ". Until then it stays there; kept: {inputs: true, outputs: keep} in providers.yaml leaves it on purpose";
        if (at.ledger().events().raiseOnce(EventKind.FILES_LEFT, "credential " + getCredential(), what)) {
            LOG.warn("Credential \"{}\": {}", getCredential(), what);
        }
    }

    @Override
    public void inUse(String fileId) {
        busy.add(fileId);
    }

    @Override
    public void completeNegative() {
        if (hasWitness() && !witnessSeen) {
            inconclusive("the list shows none of the batches that the ledger knows");
        } else {
            whole = true;
        }
    }

    @Override
    public void inconclusive(String why) {
        unclear = why;
    }

    /** Whether the list was read back to the window, or to its end. */
    boolean isWhole() {
        return whole && unclear == null;
    }

    @Nullable
    String unclear() {
        return unclear;
    }

    /** Batches that are ours by label, input or custom ids, and that the ledger has no accepted try for. */
    Map<String, Listed> strangers() {
        return listed;
    }

    /** Batches in the list that the ledger knows. */
    Set<String> inLedger() {
        return ours;
    }

    int deleted() {
        return gone.size();
    }

    /** Batches of which nothing is left. */
    long cleared() {
        return cleared.stream().filter(LeftRemains::isGone).count();
    }

    Instant since() {
        return view.since();
    }

    /** How a batch was recognised. */
    record Listed(@Nullable String token, @Nullable String fileId, Twins.@Nullable Origin origin) {
        Listed(@Nullable String token, @Nullable String fileId) {
            this(token, fileId, null);
        }

        Listed(Twins.Origin origin) {
            this(null, null, origin);
        }
    }

    /**
     * How the list is looked at.
     *
     * @param since how far back
     * @param witnesses the list must show one of them, if there are any
     * @param lines reads the results of batches that may be ours; null if nothing was ever sent
     * @param foreign batches that were seen to be another's, in this look or before
     * @param stuck inputs that could not be deleted, in this look or before: they must not keep others back
     */
    record View(
            Instant since,
            Set<String> witnesses,
            @Nullable ResultLines lines,
            Set<String> foreign,
            Set<String> stuck) {}
}
