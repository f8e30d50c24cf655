/**
 * A second opinion on the query language: small conditions evaluated row by row, as the
 * specification reads, and compared with what the engine answers.
 */
@NullMarked
package dev.tailwater.query.opinion;

import org.jspecify.annotations.NullMarked;
