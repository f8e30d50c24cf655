@NullMarked
package dev.tailwater.store;

import org.jspecify.annotations.NullMarked;
