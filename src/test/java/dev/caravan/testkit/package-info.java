/** Servers for tests: real protocols over real sockets, each on a port of its own. */
package dev.caravan.testkit;
