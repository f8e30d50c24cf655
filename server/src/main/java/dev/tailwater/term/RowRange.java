package dev.tailwater.term;

/**
 * Rows of a file that follow each other.
 *
 * @param from the number of the first one, counted from 0
 * @param to the number of the one after the last
 */
public record RowRange(long from, long to) {}
