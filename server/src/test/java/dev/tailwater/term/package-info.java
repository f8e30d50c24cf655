/** Tests of terms and their filters. */
@NullMarked
package dev.tailwater.term;

import org.jspecify.annotations.NullMarked;
