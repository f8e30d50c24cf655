@NullMarked
package dev.tailwater.geo;

import org.jspecify.annotations.NullMarked;
