/**
 * The app catalogue. An app is a folder of data in the jar, a manifest with dashboards and saved
 * searches; installing it puts them into the library of an account with the parameters that were
 * chosen. No app needs code of its own.
 */
@NullMarked
package dev.tailwater.app;

import org.jspecify.annotations.NullMarked;
