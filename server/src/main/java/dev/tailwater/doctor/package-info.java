/**
 * Looks at a data folder and tells what is not as it should be. Repairs nothing, changes nothing.
 */
@NullMarked
package dev.tailwater.doctor;

import org.jspecify.annotations.NullMarked;
