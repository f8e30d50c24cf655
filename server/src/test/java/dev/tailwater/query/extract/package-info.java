/** Tests of taking values out of texts. */
@NullMarked
package dev.tailwater.query.extract;

import org.jspecify.annotations.NullMarked;
