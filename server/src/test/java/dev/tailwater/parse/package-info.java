@NullMarked
package dev.tailwater.parse;

import org.jspecify.annotations.NullMarked;
