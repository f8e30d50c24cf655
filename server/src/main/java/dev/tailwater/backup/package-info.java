/**
 * Backups of a data folder, taken beside its server or without one, and restoring them. The server
 * only holds what is copied: the command reads the folder and writes the backup.
 */
@NullMarked
package dev.tailwater.backup;

import org.jspecify.annotations.NullMarked;
