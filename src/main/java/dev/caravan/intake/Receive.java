package dev.caravan.intake;

import dev.caravan.ledger.Drops;
import dev.caravan.ledger.Ledger;
import dev.caravan.spool.Spool;
import dev.caravan.task.Tasks;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes files into the spool, as fast as a rename; {@link Read} reads them later. */
public final class Receive {
    private static final Logger log = LoggerFactory.getLogger(Receive.class);
    private static final Pattern EXTENSION = Pattern.compile("(\\.[A-Za-z0-9]{1,10}){0,2}$");
    private static final int MAX_NAME_BYTES = 240;

    private final Ledger ledger;
    private final Spool spool;
    private final Tasks tasks;
    private final Inbox inbox;

    public Receive(Ledger ledger, Spool spool, Tasks tasks, Inbox inbox) {
        this.ledger = ledger;
        this.spool = spool;
        this.tasks = tasks;
        this.inbox = inbox;
    }

    /**
     * Takes a file that is written to its end. One that can't be taken (unknown task, a link, an impossible name) is moved
     * to {@code .failed} with the reason beside it. Nothing happens if it is gone, or if its name is ignored by
     * {@link Inbox}.
     *
     * @param task null or empty: the folder below the inbox says
     * @throws IOException if it could not be moved; it is where it was
     */
    public void take(File file, @Nullable String task) throws IOException {
        Path path = file.toPath().toAbsolutePath().normalize();
        if (Inbox.isIgnored(file.getName()) || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
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
            receive(path, name);
        } else {
            refuse(path, inbox.failedFor(path), String.valueOf(reason));
        }
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
        Drops drops = ledger.drops();
        int taskId = ledger.recipes().taskId(task);
        long id = drops.arriving(new Drops.NewDrop(taskId, "inbox", file.toUri().toString(), null));
        String target = folder(id) + "source" + extension(file.getFileName().toString());
        try {
            spool.take(file, target);
        } catch (NoSuchFileException e) {
            drops.vanished(id);
            log.info("Drop {}: {} was taken by somebody else", id, file);
            return;
        } catch (IOException e) {
            if (!spool.exists(target)) {
                drops.vanished(id);
            }
            throw e;
        }
        long bytes = spool.size(target);
        drops.received(id, target, bytes);
        log.info("Drop {} ({}, {}): received, {} bytes", id, file.getFileName(), task, bytes);
    }

    /** Ends what an earlier process began: drops whose bytes are in the spool are received, the others vanished. */
    public void recoverArriving() throws IOException {
        Drops drops = ledger.drops();
        for (Drops.Arriving drop : drops.arriving()) {
            String source;
            try (Stream<String> objects = spool.list(folder(drop.dropId()) + "source")) {
                source = objects.findFirst().orElse(null);
            }
            if (source == null) {
                drops.vanished(drop.dropId());
            } else {
                drops.received(drop.dropId(), source, spool.size(source));
                log.info("Drop {}: received; the process before this one was ended while it took it", drop.dropId());
            }
        }
    }

    private static String folder(long dropId) {
        return "drops/" + dropId + "/";
    }

    private static String extension(String name) {
        Matcher matcher = EXTENSION.matcher(name);
        return matcher.find() ? matcher.group().toLowerCase(Locale.ROOT) : "";
    }
}
