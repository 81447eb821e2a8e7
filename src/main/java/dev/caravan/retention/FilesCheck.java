package dev.caravan.retention;

import dev.caravan.spool.Spool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Reads again every file that a manifest names, and that was not deleted by age. */
final class FilesCheck {
    private final Spool spool;

    FilesCheck(Spool spool) {
        this.spool = spool;
    }

    /** @param purged whether the payloads of the drop were deleted; result files may still be needed by other drops */
    void check(ManifestFile manifest, boolean purged, List<String> problems) throws IOException {
        if (!purged) {
            compare(manifest.files(), false, problems);
        }
        compare(manifest.results(), purged, problems);
    }

    private void compare(List<ManifestFile.Entry> files, boolean mayBeGone, List<String> problems) throws IOException {
        for (ManifestFile.Entry file : files) {
            try (InputStream in = spool.open(file.path(), 0)) {
                if (!Hashes.of(in).sha256().equals(file.sha256())) {
                    problems.add(file.path() + " in the spool is not what it was");
                }
            } catch (NoSuchFileException gone) {
                if (!mayBeGone) {
                    problems.add(file.path() + " is not in the spool");
                }
            }
        }
    }
}
