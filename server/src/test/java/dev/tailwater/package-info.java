@NullMarked
package dev.tailwater;

import org.jspecify.annotations.NullMarked;
