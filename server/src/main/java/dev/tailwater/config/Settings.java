package dev.tailwater.config;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of all settings. The command line wins over the environment, the environment over the
 * YAML file, the file over the standard value. Immutable.
 */
public final class Settings {
  private final Map<Setting, String> values;

  private Settings(Map<Setting, String> values) {
    this.values = values;
  }

  /**
   * Reads the settings.
   *
   * @param file a YAML file, or null for none
   * @param commandLine what was set there
   * @throws SettingException when the file is missing or sets something that does not exist
   */
  public static Settings load(
      @Nullable Path file, Map<String, String> environment, Map<Setting, String> commandLine) {
    Map<String, String> fromFile = file == null ? Map.of() : read(file);
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String value = commandLine.get(setting);
      if (value == null) {
        value = environment.get(setting.environmentName());
      }
      if (value == null) {
        value = fromFile.getOrDefault(setting.path(), setting.standard());
      }
      values.put(setting, value.strip());
    }
    return new Settings(values);
  }

  /** The value as text. */
  public String text(Setting setting) {
    String value = values.get(setting);
    return value == null ? setting.standard() : value;
  }

  /** The value as a path. */
  public Path path(Setting setting) {
    return Path.of(text(setting));
  }

  /**
   * The value as a whole number.
   *
   * @throws SettingException when it is none, or outside the bounds (inclusive)
   */
  public int number(Setting setting, int min, int max) {
    String text = text(setting);
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below, together with the bounds.
    }
    throw new SettingException(
        "expected a whole number from %d to %d for %s (%s), found \"%s\""
            .formatted(min, max, setting.path(), setting.environmentName(), text));
  }

  private static Map<String, String> read(Path file) {
    if (!Files.isReadable(file)) {
      throw new SettingException("expected a YAML file at " + file + ", found none to read");
    }
    Map<String, String> values = Config.just(ConfigSources.file(file)).asMap().orElse(Map.of());
    for (String path : values.keySet()) {
      if (Arrays.stream(Setting.values()).noneMatch(setting -> setting.path().equals(path))) {
        throw new SettingException(
            "there is no setting \"%s\" (in %s)%s"
                .formatted(
                    path, file, nearest(path).map(n -> "; did you mean " + n + "?").orElse("")));
      }
    }
    return values;
  }

  /** The setting whose path takes the fewest edits to reach, if few enough. */
  private static Optional<String> nearest(String path) {
    String best = null;
    int fewest = Math.max(3, path.length() / 3);
    for (Setting setting : Setting.values()) {
      int edits = edits(path, setting.path());
      if (edits < fewest) {
        fewest = edits;
        best = setting.path();
      }
    }
    return Optional.ofNullable(best);
  }

  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
