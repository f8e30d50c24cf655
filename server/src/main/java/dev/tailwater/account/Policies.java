package dev.tailwater.account;

import java.util.Optional;

/** Switches of an account. Safe for use by many threads. */
public final class Policies {
  /** What can be switched. */
  public enum Policy {
    /** Whether dashboards may be shown to people without an account. Off until somebody says so. */
    SHARE_DASHBOARDS_OUTSIDE_ORGANIZATION("shareDashboardsOutsideOrganization", false);

    private final String text;
    private final boolean byDefault;

    Policy(String text, boolean byDefault) {
      this.text = text;
      this.byDefault = byDefault;
    }

    /** How the API calls it. */
    public String text() {
      return text;
    }
  }

  private final Metadata metadata;

  public Policies(Metadata metadata) {
    this.metadata = metadata;
  }

  /** How an account has a switch. */
  public boolean isOn(long account, Policy policy) {
    Optional<Integer> chosen =
        metadata.read(handle ->
            handle
                .createQuery(
                    "SELECT enabled FROM policies WHERE account_id = :account AND name = :name")
                .bind("account", account)
                .bind("name", policy.text)
                .mapTo(Integer.class)
                .findOne());
    return chosen.map(enabled -> enabled == 1).orElse(policy.byDefault);
  }

  /** Sets a switch. */
  void set(long account, Policy policy, boolean enabled) {
    metadata.write(handle ->
        handle.execute(
            "INSERT INTO policies (account_id, name, enabled) VALUES (?, ?, ?)"
                + " ON CONFLICT (account_id, name) DO UPDATE SET enabled = excluded.enabled",
            account,
            policy.text,
            enabled ? 1 : 0));
  }
}
