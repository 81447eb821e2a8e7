package dev.caravan.intake.parquet;

import java.io.IOException;

/** Something in the file that can't be. */
final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
        super(what);
    }
}
