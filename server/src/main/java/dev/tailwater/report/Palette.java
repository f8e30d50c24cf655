package dev.tailwater.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The colours of the UI's light scheme: a series has the same one on a screen and on paper. */
final class Palette {
  static final Rgb SURFACE = Rgb.of(0xffffff);
  static final Rgb TEXT = Rgb.of(0x1c2530);
  static final Rgb MUTED = Rgb.of(0x5b6875);
  static final Rgb LINE = Rgb.of(0xcdd5dd);
  static final Rgb GRID = Rgb.of(0xe9edf1);
  static final Rgb FRAME = Rgb.of(0xdce2e8);
  static final Rgb ACCENT = Rgb.of(0x0a6b79);
  static final Rgb ERROR = Rgb.of(0xb3261e);
  static final Rgb WARNING_LIMIT = Rgb.of(0xd9a300);
  static final Rgb CRITICAL_LIMIT = Rgb.of(0xd2423f);

  private static final List<Rgb> CATEGORICAL =
      IntStream.of(
              0x2b76c9, 0xe58a0f, 0x1a9c88, 0xb8468f, 0x7ab2e8, 0x7a5bc9, 0xc2a11d, 0xcf5b43,
              0x5f9740, 0x77838f)
          .mapToObj(Rgb::of)
          .toList();

  private static final Map<Character, Rgb> STATUS_CLASS =
      Map.of(
          '1', Rgb.of(0x77838f),
          '2', Rgb.of(0x2e9a63),
          '3', Rgb.of(0x3d83d1),
          '4', Rgb.of(0xdd9a14),
          '5', Rgb.of(0xd2423f));

  /** Names that several panels show keep one colour in all of them. */
  private static final Map<String, Rgb> NAMED =
      Map.of("app", Rgb.of(0x17a589), "heroku", Rgb.of(0x6a4bbf));

  private static final Pattern STATUS = Pattern.compile("[1-5]\\d\\d");
  private static final Pattern FAMILY =
      Pattern.compile("(sequential|diverging|scheme)\\s*(\\d{1,4})", Pattern.CASE_INSENSITIVE);

  private Palette() {}

  /** The colour of what is drawn alone. */
  static Rgb first(@Nullable String family) {
    return series(List.of(""), family).getFirst();
  }

  static boolean isStatusCode(String name) {
    return STATUS.matcher(name).matches();
  }

  /**
   * One colour for each name: by the author's family, else status codes by class with a paler shade
   * for each further code, known names their own, others in the order of the palette.
   */
  static List<Rgb> series(List<String> names, @Nullable String family) {
    List<Rgb> chosen = family(family, names.size());
    if (!chosen.isEmpty()) {
      return chosen;
    }
    boolean byStatus =
        !names.isEmpty()
            && names.stream().anyMatch(Palette::isStatusCode)
            && names.stream()
                .allMatch(name -> isStatusCode(name) || name.equals("null") || name.isEmpty());
    int[] seen = new int[6];
    List<Rgb> colors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Rgb own = NAMED.get(name);
      if (own != null) {
        colors.add(own);
      } else if (byStatus && isStatusCode(name)) {
        int shade = seen[name.charAt(0) - '0']++;
        Rgb base = STATUS_CLASS.getOrDefault(name.charAt(0), MUTED);
        colors.add(base.mix(SURFACE, Math.min(shade * 0.22, 0.66)));
      } else {
        colors.add(at(i));
      }
    }
    return colors;
  }

  /** The colours of a family that an author chose; empty for the default and for unknown names. */
  static List<Rgb> family(@Nullable String family, int count) {
    Matcher found = FAMILY.matcher(family == null ? "" : family.strip());
    if (!found.matches()) {
      return List.of();
    }
    int number = Math.max(1, Integer.parseInt(found.group(2))) - 1;
    return switch (found.group(1).toLowerCase(Locale.ROOT)) {
      case "sequential" ->
          ramp(at(number).mix(SURFACE, 0.6), at(number), at(number).mix(TEXT, 0.4), count);
      case "diverging" -> ramp(at(2 * number), SURFACE.mix(MUTED, 0.35), at(2 * number + 1), count);
      default -> IntStream.range(0, count).mapToObj(i -> at(number + i)).toList();
    };
  }

  private static Rgb at(int index) {
    return CATEGORICAL.get(index % CATEGORICAL.size());
  }

  private static List<Rgb> ramp(Rgb first, Rgb middle, Rgb last, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> between(List.of(first, middle, last), count == 1 ? 0.5 : i / (count - 1.0)))
        .toList();
  }

  /** The colour at a place from 0 to 1 on a scale of at least two colours. */
  static Rgb between(List<Rgb> scale, double place) {
    double at = Math.max(0, Math.min(1, place)) * (scale.size() - 1);
    int below = Math.min(scale.size() - 2, (int) at);
    return scale.get(below).mix(scale.get(below + 1), at - below);
  }
}
