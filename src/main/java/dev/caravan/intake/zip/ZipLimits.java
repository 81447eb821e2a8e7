package dev.caravan.intake.zip;

/**
 * How much an archive may hold.
 *
 * @param entries most files and folders
 * @param unpacked most bytes of all of them together
 * @param ratio most bytes unpacked for each packed one, in an entry that unpacks to more than {@link #FREE} bytes
 */
public record ZipLimits(int entries, long unpacked, int ratio) {
    static final long FREE = 16 << 20;
}
