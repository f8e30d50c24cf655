@NullMarked
package dev.tailwater.benchmarks;

import org.jspecify.annotations.NullMarked;
