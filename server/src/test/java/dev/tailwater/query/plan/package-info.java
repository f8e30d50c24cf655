/** Tests of what queries become in the engine. */
@NullMarked
package dev.tailwater.query.plan;

import org.jspecify.annotations.NullMarked;
