/**
 * The eight questions that log systems are compared by: their texts in both languages, what the
 * answers must be, counted from the lines themselves, and the client of the peer.
 */
@NullMarked
package dev.tailwater.benchmarks.questions;

import org.jspecify.annotations.NullMarked;
