@NullMarked
package dev.tailwater.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
