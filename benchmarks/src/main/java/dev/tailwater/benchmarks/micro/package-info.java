/**
 * JMH benchmarks of single stages, for finding out whether a change to one of them pays. Run with
 * {@code ./bench micro [JMH options]}.
 */
@NullMarked
package dev.tailwater.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
