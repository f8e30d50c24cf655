/**
 * What is known of IP addresses: where they are and whose network they belong to. The data come
 * from files that whoever runs the server provides; they leave as functions of the engine, which
 * queries call.
 */
@NullMarked
package dev.tailwater.geo;

import org.jspecify.annotations.NullMarked;
