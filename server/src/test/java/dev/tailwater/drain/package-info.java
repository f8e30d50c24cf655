@NullMarked
package dev.tailwater.drain;

import org.jspecify.annotations.NullMarked;
