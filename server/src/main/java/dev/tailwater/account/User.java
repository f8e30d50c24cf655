package dev.tailwater.account;

/**
 * Somebody who can log in, with the account that they see.
 *
 * @param id 16 hex digits
 */
public record User(String id, String email, String name, long account, String accountName) {}
