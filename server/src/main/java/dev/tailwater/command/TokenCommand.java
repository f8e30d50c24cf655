package dev.tailwater.command;

import dev.tailwater.account.Metadata;
import dev.tailwater.account.Sources;
import dev.tailwater.config.Setting;
import dev.tailwater.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tailwater token}: prints the tokens of all sources, each the last part of a drain URL. */
@Command(
    name = "token",
    description = "Print the token and name of each source in a data folder.",
    mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {
  @Option(names = "--data", paramLabel = "DIR", description = "data folder of the server")
  private @Nullable Path data;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<Setting, String> commandLine = new EnumMap<>(Setting.class);
    if (data != null) {
      commandLine.put(Setting.DATA, data.toString());
    }
    Path folder = Settings.load(null, System.getenv(), commandLine).path(Setting.DATA);
    Path file = folder.resolve("metadata.db");
    if (!Files.exists(file)) {
      throw new IOException(
          "expected the data folder of a server in "
              + folder
              + ", found none: name it with --data, or start the server first");
    }
    try (Metadata metadata = Metadata.open(file)) {
      new Sources(metadata)
          .tokens()
          .forEach((token, facts) ->
              Output.of(spec).println(token + "  " + facts.collector() + "/" + facts.source()));
    }
    return 0;
  }
}
