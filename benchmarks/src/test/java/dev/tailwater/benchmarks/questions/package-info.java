@NullMarked
package dev.tailwater.benchmarks.questions;

import org.jspecify.annotations.NullMarked;
