/** The upkeep of the table as its operator meets it: over HTTP, and as JSON. */
@NullMarked
package dev.tailwater.upkeep;

import org.jspecify.annotations.NullMarked;
