package dev.tailwater.benchmarks;

import dev.tailwater.benchmarks.Soak.Resident;
import dev.tailwater.benchmarks.Soak.Result;
import dev.tailwater.benchmarks.Soak.Sample;
import java.util.List;
import java.util.Locale;

/**
 * Whether something stayed as it must in a long run.
 *
 * @param expected what must be
 * @param found what was
 */
record SoakVerdict(String expected, boolean held, String found) {
  /** What memory may gain in the second half, of what it has there on average. */
  private static final double FLAT = 0.10;

  /** A file of so many bytes is left alone by the upkeep. */
  private static final long WHOLE_FILE_BYTES = 64L << 20;

  /** Smaller files: what the tiers of sizes hold before a merge, and what comes during one. */
  private static final int SMALL_FILES = 64;

  /**
   * All of them.
   *
   * @param linesPerSecond at which nothing may be refused
   * @param sentPerSecond how many were sent, 0 for as many as were accepted
   */
  static List<SoakVerdict> of(Result result, long linesPerSecond, long sentPerSecond) {
    return List.of(
        flat(result),
        refused(result.samples(), linesPerSecond, sentPerSecond),
        files(result.samples()),
        lines(result));
  }

  private static SoakVerdict flat(Result result) {
    List<Resident> resident = result.resident();
    List<Resident> half = resident.subList(resident.size() / 2, resident.size());
    double mean = half.stream().mapToLong(Resident::bytes).average().orElse(0);
    double middle = half.stream().mapToDouble(Resident::seconds).average().orElse(0);
    double together = 0;
    double apart = 0;
    for (Resident at : half) {
      double seconds = at.seconds() - middle;
      together += seconds * (at.bytes() - mean);
      apart += seconds * seconds;
    }
    double bytesPerSecond = apart == 0 ? 0 : together / apart;
    double gained = bytesPerSecond * (half.getLast().seconds() - half.getFirst().seconds());
    return new SoakVerdict(
        String.format(Locale.ROOT, "memory gains at most %.0f %% in the second half", 100 * FLAT),
        gained <= FLAT * mean,
        String.format(
            Locale.ROOT,
            "%+.0f MB of %,.0f MB, %+.1f %%; peak %,.0f MB",
            gained / 1e6,
            mean / 1e6,
            100 * gained / mean,
            result.peakBytes() / 1e6));
  }

  private static SoakVerdict refused(
      List<Sample> samples, long linesPerSecond, long sentPerSecond) {
    boolean below = sentPerSecond > 0 && sentPerSecond <= linesPerSecond;
    long refused =
        samples.stream()
            .filter(sample -> below || sample.linesPerSecond() < linesPerSecond)
            .mapToLong(Sample::refused)
            .sum();
    long all = samples.stream().mapToLong(Sample::refused).sum();
    return new SoakVerdict(
        String.format(Locale.ROOT, "nothing refused below %,d lines/s", linesPerSecond),
        refused == 0,
        String.format(
            Locale.ROOT, "%,d deliveries refused below it, %,d above", refused, all - refused));
  }

  private static SoakVerdict files(List<Sample> samples) {
    Sample worst = samples.getFirst();
    for (Sample sample : samples) {
      worst = sample.files() - most(sample) > worst.files() - most(worst) ? sample : worst;
    }
    long highest = samples.stream().mapToLong(Sample::files).max().orElse(0);
    return new SoakVerdict(
        String.format(Locale.ROOT, "at most %d data files, and one for each 64 MB", SMALL_FILES),
        worst.files() <= most(worst),
        String.format(
            Locale.ROOT,
            "%,d at the most, %,d at the end; nearest to the limit with %,d of %,d",
            highest,
            samples.getLast().files(),
            worst.files(),
            most(worst)));
  }

  private static long most(Sample sample) {
    return SMALL_FILES + sample.fileBytes() / WHOLE_FILE_BYTES;
  }

  private static SoakVerdict lines(Result result) {
    long accepted = result.sent().acceptedLines();
    long givenUp = result.sent().refusedLines();
    return new SoakVerdict(
        "each line accepted, and found once",
        givenUp == 0 && result.found() == accepted,
        String.format(
            Locale.ROOT,
            "%,d accepted, %,d given up, %,d found",
            accepted,
            givenUp,
            result.found()));
  }
}
