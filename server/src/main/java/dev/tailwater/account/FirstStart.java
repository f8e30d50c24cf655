package dev.tailwater.account;

/**
 * What the first start made, in clear, for the caller to print once. Nothing keeps it afterwards
 * but the source token.
 *
 * @param account the new account's id
 * @param ownerEmail who logs in to the UI
 * @param ownerPassword with this password
 * @param accessId the API's user name
 * @param accessKey and its password
 * @param sourceToken the last part of the drain URL
 */
public record FirstStart(
    long account,
    String ownerEmail,
    String ownerPassword,
    String accessId,
    String accessKey,
    String sourceToken) {
  /** Without the secrets: records end up in messages. */
  @Override
  public String toString() {
    return "FirstStart[account=" + account + ", ownerEmail=" + ownerEmail + "]";
  }
}
