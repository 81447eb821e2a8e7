package dev.caravan.console.exports;

/** @param atOnce how many lists may be taken home at the same time */
record ExportSettings(int atOnce) {}
