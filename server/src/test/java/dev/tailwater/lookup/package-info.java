@NullMarked
package dev.tailwater.lookup;

import org.jspecify.annotations.NullMarked;
