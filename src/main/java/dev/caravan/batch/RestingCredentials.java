package dev.caravan.batch;

import java.util.Set;

/** Credentials whose batches are left alone, because their provider refused them or fails again and again. */
public interface RestingCredentials {
    Set<String> now();
}
