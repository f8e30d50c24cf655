/**
 * What is written about the language beside the code that carries it out. Each operator, aggregate
 * and function brings its own entry; the page for readers and the answer for editors are made of
 * them.
 */
@NullMarked
package dev.tailwater.query.manual;

import org.jspecify.annotations.NullMarked;
