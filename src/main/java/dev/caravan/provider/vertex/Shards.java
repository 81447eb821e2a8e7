package dev.caravan.provider.vertex;

import com.google.api.gax.paging.Page;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobListOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Finds the result files of a job below its output place, page by page. Final shards count; the parts that are written
 * while a job runs count only where there is nothing else, as after a cancel.
 */
final class Shards {
    /** A job of 200,000 rows has far fewer. */
    private static final int MOST = 10_000;

    private static final String PARTS = "incremental_predictions";

    private final TreeSet<String> predictions = new TreeSet<>();
    private final TreeSet<String> parts = new TreeSet<>();
    private final TreeSet<String> errors = new TreeSet<>();

    private Shards() {}

    /** @throws IllegalStateException if there are more files than any job writes */
    static Shards below(Gs place, Storage storage) {
        Shards shards = new Shards();
        Page<Blob> page = storage.list(
                place.bucket(),
                BlobListOption.prefix(place.below("").path()),
                BlobListOption.pageSize(1000),
                BlobListOption.fields(BlobField.NAME, BlobField.SIZE));
        while (page != null) {
            page.getValues().forEach(blob -> shards.add(place.bucket(), blob));
            page = page.getNextPage();
        }
        return shards;
    }

    /**
     * Kind → place. One file with all rows is {@code results} if its rows can be counted, else files are numbered.
     *
     * @param counted whether the job says how many rows it finished
     */
    Map<String, String> files(boolean counted) {
        TreeSet<String> chosen = predictions.isEmpty() ? parts : predictions;
        Map<String, String> files = new LinkedHashMap<>();
        if (chosen.size() == 1 && errors.isEmpty() && counted && chosen == predictions) {
            files.put("results", chosen.first());
            return files;
        }
        chosen.forEach(uri -> files.put(kind("results", files.size() + 1), uri));
        int[] number = new int[1];
        errors.forEach(uri -> files.put(kind("errors", ++number[0]), uri));
        return files;
    }

    private void add(String bucket, Blob blob) {
        String path = blob.getName();
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!name.endsWith(".jsonl") || blob.getSize() == null || blob.getSize() == 0) {
            return;
        }
        String uri = new Gs(bucket, path).uri();
        if (path.contains("/" + PARTS)) {
            parts.add(uri);
        } else if (name.startsWith("predictions")) {
            predictions.add(uri);
        } else if (name.startsWith("errors")) {
            errors.add(uri);
        }
        if (predictions.size() + parts.size() + errors.size() > MOST) {
            throw new IllegalStateException("More than " + MOST + " result files lie below gs://" + bucket + "/"
                    + path.substring(0, path.lastIndexOf('/') + 1));
        }
    }

    private static String kind(String word, int number) {
        return String.format(Locale.ROOT, "%s-%04d", word, number);
    }
}
