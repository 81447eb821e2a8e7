package dev.caravan.model;

import java.util.List;

/** Where credentials and batch models are that stand in no file. */
public interface MadeEntries {
    List<MadeEntry> list();
}
