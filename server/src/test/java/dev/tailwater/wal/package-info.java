@NullMarked
package dev.tailwater.wal;

import org.jspecify.annotations.NullMarked;
