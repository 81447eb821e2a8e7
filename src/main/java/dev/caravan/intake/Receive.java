package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Duties;
import dev.caravan.ledger.Ledger;
import dev.caravan.ledger.NodeDeadException;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files into the spool, as fast as a rename; {@link Read} reads them later. */
public final class Receive {
    private static final Logger log = LoggerFactory.getLogger(Receive.class);
    private static final int MAX_NAME_BYTES = 240;

    private final Ledger ledger;
    private final Spool spool;
    private final Tasks tasks;
    private final Inbox inbox;
    private final Arrivals arrivals;

    public Receive(Ledger ledger, Spool spool, Tasks tasks, Inbox inbox, Arrivals arrivals) {
        this.ledger = ledger;
        this.spool = spool;
        this.tasks = tasks;
        this.inbox = inbox;
        this.arrivals = arrivals;
    }

    /**
     * Takes a file that is written to its end. One that can't be taken (unknown task, a link, an impossible name) is moved
     * to {@code .failed} with the reason beside it. Nothing happens while a disk has too little room, if it is gone, or if its name is ignored by
     * {@link Inbox}.
     *
     * @param task null or empty: the folder below the inbox says
     * @throws IOException if it could not be moved; it is where it was
     */
    public void take(File file, @Nullable String task) throws IOException {
        Path path = file.toPath().toAbsolutePath().normalize();
        if (spool.isShort() || Inbox.isIgnored(file.getName()) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path link = inbox.linkTo(path);
        if (link != null) {
            refuse(
                    link,
                    inbox.failedFor(link),
                    "It is a link. Only files are taken, so that nothing outside is read by accident.");
            return;
        }
        String name = task == null || task.isBlank() ? inbox.taskOf(path) : task;
        String reason = whyNot(path, name);
        if (reason == null && name != null) {
            alone(path, () -> receive(path, name));
        } else {
            refuse(path, inbox.failedFor(path), String.valueOf(reason));
        }
    }

    /** Several nodes may see the same folder; a spool in a bucket copies a file, which two could do at once. */
    private void alone(Path file, Duties.Work<IOException> work) throws IOException {
        if (ledger.nodes().living().size() < 2) {
            work.run();
            return;
        }
        ledger.nodes().duties().alone("take " + file.toUri(), () -> {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                work.run();
            }
        });
    }

    private @Nullable String whyNot(Path file, @Nullable String task) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "It is not a regular file.";
        }
        if (task == null || tasks.find(task).isEmpty()) {
            return "There is no task \"" + (task == null ? "" : FailedFiles.safeName(task)) + "\". Known: "
                    + String.join(", ", new TreeSet<>(tasks.byName().keySet()))
                    + ". A file goes into the inbox folder named like its task.";
        }
        String name = file.getFileName().toString();
        if (name.chars().anyMatch(Character::isISOControl)) {
            return "Its name holds control characters.";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return "Its name is longer than " + MAX_NAME_BYTES + " bytes.";
        }
        return Files.isReadable(file) ? null : "It may not be read; look at its owner and permissions.";
    }

    private void refuse(Path file, Path folder, String reason) throws IOException {
        String note = FailedFiles.safeName(file.getFileName().toString()) + " was not taken. " + reason
                + " Nothing of it was read. Correct this and drop it again.\n";
        Path now = FailedFiles.move(file, folder, note);
        log.warn("{} It lies in {}", note.strip(), now);
    }

    private void receive(Path file, String task) throws IOException {
        if (!Files.isWritable(file.getParent())) {
            throw new IOException(
                    "Can't take " + file + ": its folder may not be written to, so it can't be moved away");
        }
        int taskId = ledger.recipes().taskId(task);
        var drop = new Drops.NewDrop(taskId, "inbox", file.toUri().toString(), null);
        String[] taken = new String[1];
        try {
            arrivals.take(drop, file.getFileName().toString(), target -> {
                spool.take(file, target);
                taken[0] = target;
            });
        } catch (NodeDeadException e) {
            if (taken[0] != null) {
                putBack(taken[0], file);
            }
            throw e;
        }
    }

    /** Others may have given the drop up before its bytes were in the spool: nobody would ever look at them there. */
    private void putBack(String from, Path file) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try (InputStream in = spool.open(from, 0)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        log.warn("{} was taken by a process that counted as dead, and is put back for the others", file);
    }

    /** Ends what dead nodes began: drops whose bytes are in the spool are received, the others vanished. */
    public void recoverArriving() throws IOException {
        if (ledger.drops().arriving().isEmpty()) {
            return;
        }
        ledger.nodes().duties().alone("arrivals", () -> {
            for (Drops.Arriving drop : ledger.drops().arriving()) {
                arrivals.settle(drop.dropId());
            }
        });
    }
}
