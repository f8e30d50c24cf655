/**
 * The library of an account: folders, and in them dashboards and saved searches as the JSON that
 * somebody wrote. Other features keep their documents here and find them by id; what is inside a
 * document is theirs to know.
 */
@NullMarked
package dev.tailwater.content;

import org.jspecify.annotations.NullMarked;
