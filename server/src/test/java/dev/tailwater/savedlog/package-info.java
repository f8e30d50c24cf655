@NullMarked
package dev.tailwater.savedlog;

import org.jspecify.annotations.NullMarked;
