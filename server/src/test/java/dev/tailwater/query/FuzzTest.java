package dev.tailwater.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.tailwater.query.extract.ExtractFuzz;
import dev.tailwater.query.function.DatePatternFuzz;
import dev.tailwater.query.operator.ParseAnchorFuzz;
import dev.tailwater.query.plan.RegexDialectsFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the fuzz targets, each by Jazzer in a process of its own, because it rewrites the classes
 * that it watches. A short run always tries the same inputs; {@code -Dfuzz.seconds} makes it long,
 * and then it goes on from what the last long run found worth keeping. {@code -Dfuzz.only} takes
 * the targets whose names begin like that.
 *
 * <p>Each target begins with its seeds, in {@code src/test/resources/fuzz}. To keep what a failure
 * tells, copy the input there.
 */
final class FuzzTest {
  private static final Path SEEDS = Path.of("src", "test", "resources", "fuzz");
  private static final Path FOLDER = Path.of("target", "fuzz");

  /** What a run may take longer than it was told: its start, its seeds, its last input. */
  private static final int GRACE_SECONDS = 120;

  private static final int SHORT_SECONDS = 30;

  /** A short run begins with one of so many golden queries; each takes 10 ms the first time. */
  private static final int SHORT_ONE_OF = 16;

  /**
   * A target.
   *
   * @param shortRuns how many inputs a short run tries, which takes a few seconds
   */
  record Target(Class<?> type, int shortRuns) {
    @Override
    public String toString() {
      return type.getSimpleName();
    }
  }

  static Stream<Target> targets() {
    return Stream.of(
            new Target(QueryFuzz.class, 1_000),
            new Target(VariablesFuzz.class, 1_000),
            new Target(ParseAnchorFuzz.class, 10_000),
            new Target(RegexDialectsFuzz.class, 4_000),
            new Target(ExtractFuzz.class, 10_000),
            new Target(TimeRangeFuzz.class, 5_000),
            new Target(DatePatternFuzz.class, 10_000))
        .filter(target -> target.toString().startsWith(System.getProperty("fuzz.only", "")));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void holds(Target target) throws IOException, InterruptedException {
    int seconds = Integer.getInteger("fuzz.seconds", 0);
    Path folder = FOLDER.resolve(target.toString());
    Path corpus = Files.createDirectories(folder.resolve(seconds > 0 ? "corpus" : "short"));
    if (seconds == 0) {
      // What an earlier run left would make this one another.
      clear(corpus);
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx1g",
            // A short run is mostly the start of the machine.
            "-XX:TieredStopAtLevel=" + (seconds > 0 ? 4 : 1),
            "-XX:+EnableDynamicAgentLoading",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.type().getName(),
            "--instrumentation_includes=dev.tailwater.**",
            "--custom_hook_includes=dev.tailwater.**",
            // Patterns of the users' are what these queries are made of.
            "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexInjection",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-timeout=10",
            "-max_len=2000",
            "-len_control=0",
            // 0 is another one each time.
            "-seed=" + (seconds > 0 ? 0 : 1),
            seconds > 0 ? "-max_total_time=" + seconds : "-runs=" + target.shortRuns(),
            corpus.toString(),
            SEEDS.resolve(target.toString()).toString()));
    if (target.type() == QueryFuzz.class) {
      command.add(goldenQueries(folder, seconds > 0 ? 1 : SHORT_ONE_OF).toString());
    }
    Path log = folder.resolve("log.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    int limit = (seconds > 0 ? seconds : SHORT_SECONDS) + GRACE_SECONDS;
    if (!process.waitFor(limit, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("still running after %d s, see %s", limit, log);
    }
    assertThat(process.exitValue()).as(() -> finding(log)).isZero();
  }

  /** One of so many golden queries as seeds, a file each. */
  private static Path goldenQueries(Path folder, int oneOf) throws IOException {
    Path golden = Files.createDirectories(folder.resolve("golden"));
    clear(golden);
    List<String> queries = GoldenCase.queries();
    for (int i = 0; i < queries.size(); i += oneOf) {
      Files.writeString(golden.resolve(Integer.toString(i)), queries.get(i));
    }
    return golden;
  }

  private static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  /** The part of the fuzzer's messages that tells what failed, and where the input is. */
  private static String finding(Path log) {
    try {
      String text = Files.readString(log);
      return log + ":\n" + text.substring(Math.max(0, text.indexOf("\n== ")));
    } catch (IOException e) {
      return log + ": " + e;
    }
  }
}
