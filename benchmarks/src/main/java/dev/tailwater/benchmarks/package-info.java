/**
 * Measures a running Tailwater from outside, as Logplex and browsers see it: {@code ./bench ingest}
 * and {@code ./bench panels} start a server process, load it over HTTP and report. {@code ./bench
 * micro} runs the JMH benchmarks of {@link dev.tailwater.benchmarks.micro}.
 */
@NullMarked
package dev.tailwater.benchmarks;

import org.jspecify.annotations.NullMarked;
