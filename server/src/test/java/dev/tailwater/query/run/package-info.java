/** Tests of the limits under which queries run. */
@NullMarked
package dev.tailwater.query.run;

import org.jspecify.annotations.NullMarked;
