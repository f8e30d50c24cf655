/**
 * What is known of IP addresses: where they are and whose network they belong to. The data come
 * from files that whoever runs the server provides; they leave as functions of the engine, which
 * queries call. {@link dev.tailwater.geo.MmdbWriter} makes such files for the demo and for tests.
 */
@NullMarked
package dev.tailwater.geo;

import org.jspecify.annotations.NullMarked;
