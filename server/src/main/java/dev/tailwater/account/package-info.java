/**
 * Accounts and what belongs to them: users and sessions, access keys, collectors and sources, all
 * in one small relational database. The drain asks here whose a token is, the HTTP features ask
 * here who calls.
 */
@NullMarked
package dev.tailwater.account;

import org.jspecify.annotations.NullMarked;
