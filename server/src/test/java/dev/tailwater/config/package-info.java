@NullMarked
package dev.tailwater.config;

import org.jspecify.annotations.NullMarked;
