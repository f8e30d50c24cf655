/**
 * Chromium as a clock: opens pages of a server and tells when their panels were drawn. Depends on
 * Playwright and on the attributes that the UI gives panels, on nothing else of the program.
 */
@NullMarked
package dev.tailwater.benchmarks.browser;

import org.jspecify.annotations.NullMarked;
