package dev.caravan.submission;

/** Names of the files in which a batch's outcomes are: those of the batch, in other words, so that they are always known. */
final class OutputFiles {
    private OutputFiles() {}

    static String results(String batch) {
        return "file-" + letters(batch) + "o";
    }

    static String failures(String batch) {
        return "file-" + letters(batch) + "e";
    }

    /** Where the failures are if the results are there. */
    static String failuresBeside(String results) {
        int name = results.lastIndexOf('/') + 1;
        return results.substring(0, name) + results.substring(name).replaceFirst("output", "errors");
    }

    private static String letters(String batch) {
        return batch.substring(batch.indexOf('_') + 1);
    }
}
