@NullMarked
package dev.tailwater.benchmarks.load;

import org.jspecify.annotations.NullMarked;
