/**
 * The embedded DuckDB: one in-memory database for the process, its limits, and connections to it.
 * The store writes and reads tables through it, queries run on it.
 */
@NullMarked
package dev.tailwater.engine;

import org.jspecify.annotations.NullMarked;
