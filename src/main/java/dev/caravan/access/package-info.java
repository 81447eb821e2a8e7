/** Who may see and do what: users, roles, login, and the doors in front of all pages. */
@NullMarked
package dev.caravan.access;

import org.jspecify.annotations.NullMarked;
