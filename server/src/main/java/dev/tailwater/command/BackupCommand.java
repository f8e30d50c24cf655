package dev.tailwater.command;

import dev.tailwater.backup.Backup;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailwater backup}: copies a data folder, also while its server runs. */
@Command(
    name = "backup",
    description = {
      "Copy a data folder to a backup's folder, also while its server runs on this machine.",
      "Everything that was answered with 200 before the backup began is in it. A folder that holds a"
          + " backup is brought up to date: only new files are copied."
    },
    mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder of the backup")
  private Path folder = Path.of("");

  @Option(names = "--data", paramLabel = "DIR", description = "data folder of the server")
  private @Nullable Path data;

  @Option(
      names = "--link",
      description =
          "hard links instead of copies of data files, where the file system can: takes no room, but"
              + " does not outlive the disk")
  private boolean link;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    if (data != null) {
      commandLine.put(Setting.DATA, data.toString());
    }
    Path source = Settings.load(null, System.getenv(), commandLine).path(Setting.DATA);
    long began = System.nanoTime();
    Backup.Result result =
        Backup.make(
            source.toAbsolutePath().normalize(),
            folder.toAbsolutePath().normalize(),
            link,
            Clock.systemUTC());
    var out = Output.of(spec);
    out.printf(
        Locale.ROOT,
        "Backup of %s %s in %s: %,d files, %,.1f MB, of them %,.1f MB new, in %.1f s.%n",
        source,
        result.running() ? "beside its server" : "without server",
        folder,
        result.files(),
        result.bytes() / 1e6,
        result.copied() / 1e6,
        (System.nanoTime() - began) / 1e9);
    out.flush();
    return 0;
  }
}
