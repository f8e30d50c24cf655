package dev.tailwater.command;

import dev.tailwater.backup.Restore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tailwater restore}: makes a data folder of a backup. */
@Command(
    name = "restore",
    description =
        "Make a new data folder of a backup, or only compare its files with their checksums.",
    mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "folder of the backup")
  private Path folder = Path.of("");

  @ArgGroup(multiplicity = "1")
  private Aim aim = new Aim();

  static final class Aim {
    @Option(names = "--data", paramLabel = "DIR", description = "new data folder: missing or empty")
    private @Nullable Path data;

    @Option(names = "--check", description = "restore nothing, compare the checksums")
    private boolean check;
  }

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path backup = folder.toAbsolutePath().normalize();
    Path data = aim.data;
    Restore.Result result =
        aim.check || data == null
            ? Restore.check(backup)
            : Restore.restore(backup, data.toAbsolutePath().normalize());
    var out = Output.of(spec);
    out.printf(
        Locale.ROOT,
        "%s the backup begun at %s: %,d files, %,.1f MB.%n",
        data == null ? "Intact is" : "Restored",
        result.begun(),
        result.files(),
        result.bytes() / 1e6);
    if (data != null) {
      out.println("Start it with: tailwater serve --data " + data);
    }
    out.flush();
    return 0;
  }
}
