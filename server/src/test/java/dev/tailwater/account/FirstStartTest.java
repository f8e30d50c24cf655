package dev.tailwater.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.http.Caller;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStartTest {
  @TempDir Path folder;

  @Test
  void makesAnAccountThatCanReceiveLinesAndBeLoggedInTo() {
    try (Metadata metadata = Metadata.open(folder.resolve("data/metadata.db"))) {
      Sources sources = new Sources(metadata);
      Accounts accounts = new Accounts(metadata, sources, Clock.systemUTC());

      FirstStart first = accounts.firstStart(Map.of()).orElseThrow();

      assertThat(first.sourceToken()).matches("[A-Za-z0-9_-]{43}");
      assertThat(first.accessId()).hasSize(14);
      assertThat(first.accessKey()).hasSize(64);
      assertThat(accounts.checkPassword(first.ownerEmail(), first.ownerPassword())).isPresent();
      assertThat(accounts.byAccessKey(first.accessId(), first.accessKey()))
          .contains(new Caller(first.account(), first.accessId(), Caller.Kind.ACCESS_KEY));
      assertThat(accounts.byAccessKey(first.accessId(), "wrong")).isEmpty();
      assertThat(sources.byToken(first.sourceToken()))
          .contains(new SourceFacts(first.account(), 2, "heroku", 3, "logplex", "heroku", "", 30));
      assertThat(sources.byToken("unknown")).isEmpty();
    }
  }

  @Test
  void takesCredentialsFromTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "TAILWATER_OWNER_EMAIL", "Me@Example.com",
            "TAILWATER_OWNER_PASSWORD", "pw",
            "TAILWATER_ACCESS_ID", "id",
            "TAILWATER_ACCESS_KEY", "key",
            "TAILWATER_SOURCE_TOKEN", "tok-1");
    try (Metadata metadata = Metadata.open(folder.resolve("metadata.db"))) {
      Sources sources = new Sources(metadata);
      Accounts accounts = new Accounts(metadata, sources, Clock.systemUTC());

      assertThat(accounts.firstStart(environment).orElseThrow())
          .isEqualTo(new FirstStart(1, "me@example.com", "pw", "id", "key", "tok-1"));
      assertThat(accounts.checkPassword("me@example.com", "pw")).isPresent();
      assertThat(sources.byToken("tok-1")).isPresent();
    }
  }

  @Test
  void refusesATokenThatDoesNotFitIntoAUrl() {
    try (Metadata metadata = Metadata.open(folder.resolve("metadata.db"))) {
      Accounts accounts = new Accounts(metadata, new Sources(metadata), Clock.systemUTC());

      assertThatThrownBy(() -> accounts.firstStart(Map.of("TAILWATER_SOURCE_TOKEN", "a/b secret")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TAILWATER_SOURCE_TOKEN")
          .hasMessageNotContaining("secret");
      assertThat(accounts.ids()).isEmpty();
    }
  }

  @Test
  void happensOnce() {
    Path file = folder.resolve("metadata.db");
    FirstStart first;
    try (Metadata metadata = Metadata.open(file)) {
      first =
          new Accounts(metadata, new Sources(metadata), Clock.systemUTC())
              .firstStart(Map.of())
              .orElseThrow();
    }
    try (Metadata metadata = Metadata.open(file)) {
      Sources sources = new Sources(metadata);
      Accounts accounts = new Accounts(metadata, sources, Clock.systemUTC());

      assertThat(accounts.firstStart(Map.of("TAILWATER_SOURCE_TOKEN", "other"))).isEmpty();
      assertThat(sources.byToken(first.sourceToken())).isPresent();
    }
  }

  @Test
  void keepsSecretsOutOfMessagesAndOtherUsersOutOfTheFile() throws Exception {
    Path file = folder.resolve("metadata.db");
    try (Metadata metadata = Metadata.open(file)) {
      FirstStart first =
          new Accounts(metadata, new Sources(metadata), Clock.systemUTC())
              .firstStart(Map.of())
              .orElseThrow();
      assertThat(first.toString())
          .doesNotContain(first.ownerPassword(), first.accessKey(), first.sourceToken());
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
