/** Tests of algorithms over many messages. */
@NullMarked
package dev.tailwater.query.pattern;

import org.jspecify.annotations.NullMarked;
