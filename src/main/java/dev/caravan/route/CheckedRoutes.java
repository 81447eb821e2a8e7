package dev.caravan.route;

import java.nio.file.Path;

/**
 * Says that the routes in this folder were checked in this start, so that nobody checks them once more.
 *
 * @param folder as {@code caravan.routes} names it
 */
public record CheckedRoutes(Path folder) {}
