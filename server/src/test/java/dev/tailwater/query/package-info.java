/** Tests of the query language against a real engine. */
@NullMarked
package dev.tailwater.query;

import org.jspecify.annotations.NullMarked;
