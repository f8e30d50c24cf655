/**
 * Takes values out of the text of a line in Java, for what parse stages do that SQL cannot: JSON
 * and XML with paths into them, pairs of keys and values, cells. A text arrives, values leave;
 * nothing here throws on a text, however broken, and the work is bounded by its length. Depends on
 * nothing of the language.
 */
@NullMarked
package dev.tailwater.query.extract;

import org.jspecify.annotations.NullMarked;
