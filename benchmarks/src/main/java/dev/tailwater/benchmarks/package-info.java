/**
 * Measures a running Tailwater from outside, as Logplex and browsers see it: each command starts a
 * server process, loads it over HTTP and reports. {@link dev.tailwater.benchmarks.Goal} lists what
 * should be reached; {@code ./bench table} measures all of it. {@code ./bench micro} runs the JMH
 * benchmarks of {@link dev.tailwater.benchmarks.micro}.
 */
@NullMarked
package dev.tailwater.benchmarks;

import org.jspecify.annotations.NullMarked;
