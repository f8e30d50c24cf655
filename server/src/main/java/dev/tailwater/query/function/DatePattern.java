package dev.tailwater.query.function;

import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of {@link SimpleDateFormat} in a time zone. A format costs microseconds to make and
 * serves one thread at a time, so those that are free wait here for the next row.
 */
record DatePattern(String pattern, String zone) {
  /** Milliseconds, pattern and zone to text. */
  static final EngineFunction FORMAT =
      new EngineFunction(
          "tailwater_format_date",
          List.of(Type.LONG, Type.STRING, Type.STRING),
          Type.STRING,
          a ->
              a[0] instanceof Long millis && a[1] instanceof String p && a[2] instanceof String z
                  ? new DatePattern(p, z).format(millis)
                  : null);

  /** Text, pattern and zone to milliseconds. */
  static final EngineFunction PARSE =
      new EngineFunction(
          "tailwater_parse_date",
          List.of(Type.STRING, Type.STRING, Type.STRING),
          Type.LONG,
          a ->
              a[0] instanceof String text && a[1] instanceof String p && a[2] instanceof String z
                  ? new DatePattern(p, z).parse(text)
                  : null);

  private static final int LONGEST = 200;
  private static final int KEPT = 1_000;
  private static final Map<DatePattern, Queue<SimpleDateFormat>> FREE = new ConcurrentHashMap<>();

  /** What is wrong with a pattern, if anything. */
  static Optional<String> mistakeIn(String pattern) {
    if (pattern.length() > LONGEST) {
      return Optional.of("at most " + LONGEST + " characters");
    }
    try {
      var _ = new SimpleDateFormat(pattern, Locale.US);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The zone of this name in any letter case, an offset, or one of the old short names. */
  static Optional<ZoneId> zone(String name) {
    String known =
        Stream.concat(ZoneId.getAvailableZoneIds().stream(), ZoneId.SHORT_IDS.keySet().stream())
            .filter(name::equalsIgnoreCase)
            .findFirst()
            .orElse(name);
    try {
      return Optional.of(ZoneId.of(known, ZoneId.SHORT_IDS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private String format(long millis) {
    SimpleDateFormat format = take();
    String text = format.format((Object) millis);
    giveBack(format);
    return text;
  }

  private @Nullable Long parse(String text) {
    SimpleDateFormat format = take();
    Date date = format.parse(text, new ParsePosition(0));
    giveBack(format);
    return date == null ? null : (Long) date.toInstant().toEpochMilli();
  }

  private SimpleDateFormat take() {
    SimpleDateFormat format = free().poll();
    if (format == null) {
      format = new SimpleDateFormat(pattern, Locale.US);
    }
    // Reading a text with a zone leaves that zone in the format.
    format.setTimeZone(TimeZone.getTimeZone(ZoneId.of(zone)));
    return format;
  }

  private void giveBack(SimpleDateFormat format) {
    free().offer(format);
  }

  private Queue<SimpleDateFormat> free() {
    if (FREE.size() > KEPT) {
      FREE.clear();
    }
    return FREE.computeIfAbsent(this, any -> new ConcurrentLinkedQueue<>());
  }
}
