/** The commands of the program, a class each. */
@NullMarked
package dev.tailwater.command;

import org.jspecify.annotations.NullMarked;
