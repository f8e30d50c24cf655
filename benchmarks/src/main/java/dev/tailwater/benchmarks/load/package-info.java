/**
 * The load: lines from a source are cut into posts in memory, before a clock starts, and sent over
 * connections that are kept.
 */
@NullMarked
package dev.tailwater.benchmarks.load;

import org.jspecify.annotations.NullMarked;
