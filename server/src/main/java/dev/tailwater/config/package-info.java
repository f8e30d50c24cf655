/** Settings: what there is to set, from where it is read, and what is wrong with what was set. */
@NullMarked
package dev.tailwater.config;

import org.jspecify.annotations.NullMarked;
