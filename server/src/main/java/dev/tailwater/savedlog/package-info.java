/**
 * Saved logs: files of lines, compressed or not, in one of several forms, cut into pieces that a
 * drain takes. A client of the server like any other; it knows nothing of the data folder.
 */
@NullMarked
package dev.tailwater.savedlog;

import org.jspecify.annotations.NullMarked;
