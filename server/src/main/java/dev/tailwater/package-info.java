/** Tailwater: self-hosted log analytics for Heroku. */
@NullMarked
package dev.tailwater;

import org.jspecify.annotations.NullMarked;
