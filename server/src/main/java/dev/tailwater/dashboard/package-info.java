/**
 * Dashboards over HTTP: documents of the library that are kept as they were sent, and the public
 * links by which one of them is shown to people without an account. What a panel shows is the query
 * feature's matter.
 */
@NullMarked
package dev.tailwater.dashboard;

import org.jspecify.annotations.NullMarked;
