/**
 * Dashboards as people know them: JSON documents that are kept as they were sent, and the ones that
 * the built-in Heroku app brings. What a panel shows is the query feature's matter.
 */
@NullMarked
package dev.tailwater.dashboard;

import org.jspecify.annotations.NullMarked;
