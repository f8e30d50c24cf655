@NullMarked
package dev.tailwater.content;

import org.jspecify.annotations.NullMarked;
