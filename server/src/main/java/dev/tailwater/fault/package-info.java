/** A test aid: places in the program where a test can stop it. Depends on nothing. */
@NullMarked
package dev.tailwater.fault;

import org.jspecify.annotations.NullMarked;
