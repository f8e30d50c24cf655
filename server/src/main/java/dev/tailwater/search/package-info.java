/**
 * Queries over HTTP: at once for the UI, and as jobs for the clients of the Search Job API. What a
 * query means and how it runs is {@code dev.tailwater.query}'s matter; here its text comes in and
 * its result goes out.
 */
@NullMarked
package dev.tailwater.search;

import org.jspecify.annotations.NullMarked;
