/** Tests of functions by themselves; most are tested by queries in golden files. */
@NullMarked
package dev.tailwater.query.function;

import org.jspecify.annotations.NullMarked;
