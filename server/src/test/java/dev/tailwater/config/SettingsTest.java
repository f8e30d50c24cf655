package dev.tailwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From where settings come, and what is said when they are wrong. */
class SettingsTest {
  @TempDir Path folder;

  @Test
  void theCommandLineWinsOverTheEnvironmentWinsOverTheFile() throws IOException {
    Path file =
        yaml("server:\n  port: 1001\nwal:\n  segment:\n    megabytes: 8\ndata: from-file\n");
    Settings settings =
        Settings.load(
            file,
            Map.of("TAILWATER_SERVER_PORT", "1002", "TAILWATER_DATA", "from-environment"),
            Map.of(Setting.SERVER_PORT, "1003"));
    assertThat(settings.number(Setting.SERVER_PORT, 0, 65_535)).isEqualTo(1003);
    assertThat(settings.path(Setting.DATA)).isEqualTo(Path.of("from-environment"));
    assertThat(settings.number(Setting.WAL_SEGMENT_MEGABYTES, 1, 100)).isEqualTo(8);
    assertThat(settings.text(Setting.SERVER_HOST)).isEqualTo("0.0.0.0");
  }

  @Test
  void aMisspeltSettingIsSaidWithTheNearestOne() throws IOException {
    Path file = yaml("server:\n  prot: 80\n");
    assertThatThrownBy(() -> Settings.load(file, Map.of(), Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("there is no setting \"server.prot\"")
        .hasMessageContaining("did you mean server.port?");
  }

  @Test
  void aNumberOutsideItsBoundsIsSaidWithItsNames() {
    Settings settings = Settings.load(null, Map.of("TAILWATER_SERVER_PORT", "eighty"), Map.of());
    assertThatThrownBy(() -> settings.number(Setting.SERVER_PORT, 0, 65_535))
        .hasMessage(
            "expected a whole number from 0 to 65535 for server.port (TAILWATER_SERVER_PORT), found"
                + " \"eighty\"");
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(() -> Settings.load(folder.resolve("no.yaml"), Map.of(), Map.of()))
        .hasMessageContaining("expected a YAML file at")
        .hasMessageContaining("no.yaml");
  }

  @Test
  void theDocumentationHasEverySetting() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    for (Setting setting : Setting.values()) {
      assertThat(page)
          .contains("| `" + setting.path() + "` | `" + setting.environmentName() + "` |");
    }
  }

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("tailwater.yaml"), text);
  }
}
