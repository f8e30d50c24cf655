@NullMarked
package dev.tailwater.app;

import org.jspecify.annotations.NullMarked;
