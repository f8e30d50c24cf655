@NullMarked
package dev.tailwater.upkeep;

import org.jspecify.annotations.NullMarked;
