/**
 * Terms: the words that lines are searched by, and filters that tell which rows of a file may hold
 * one. Text comes in, row ranges go out; depends on nothing but Iceberg's Puffin files.
 */
@NullMarked
package dev.tailwater.term;

import org.jspecify.annotations.NullMarked;
