package dev.caravan;

import java.nio.charset.Charset;
import java.util.Optional;

/** Whether this process can name every file: Java takes the encoding of file names from the locale, once, at its start. */
final class FileNames {
    private FileNames() {}

    /** @param encoding the system property {@code sun.jnu.encoding}; what is wrong with it, for an operator */
    static Optional<String> trouble(String encoding) {
        boolean all = Charset.isSupported(encoding)
                && Charset.forName(encoding).newEncoder().canEncode("\u00fc\u65e5");
        return all
                ? Optional.empty()
                : Optional.of(
                        "File names are read and written as " + encoding + " here, as the locale says. Files whose"
                                + " names have other letters can't be taken: they stay in the inbox, and exit-when-settled does"
                                + " not end while they lie there. Start Caravan with LC_ALL=C.UTF-8 in its environment");
    }
}
