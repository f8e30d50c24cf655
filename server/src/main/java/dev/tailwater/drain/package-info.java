/**
 * Accepts deliveries over HTTP. A request is read, its source found by the token in the URL, and
 * the body with the facts of its delivery appended to the write-ahead log; then it is answered.
 * Everything else happens later.
 */
@NullMarked
package dev.tailwater.drain;

import org.jspecify.annotations.NullMarked;
