/** The server process that is measured: starting it, asking it, and what it uses. */
@NullMarked
package dev.tailwater.benchmarks.server;

import org.jspecify.annotations.NullMarked;
