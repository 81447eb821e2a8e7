package dev.caravan.bucket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a listing, in the order of the UTF-8 bytes of the keys.
 *
 * @param next what {@link BucketStore#list} wants for the page behind it; null at the end
 */
public record BucketPage(
        List<BucketObject> objects, @Nullable String next) {
    public BucketPage {
        objects = List.copyOf(objects);
    }
}
