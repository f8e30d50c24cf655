package dev.tailwater.report;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a field as words, and the unit that its end says: {@code avg_connect_ms} is "avg
 * connect" in milliseconds.
 *
 * @param unit null when the name ends with none
 */
record FieldName(String words, @Nullable String unit) {
  private static final Pattern WORDS = Pattern.compile("[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+");
  private static final Map<String, String> UNITS =
      Map.of(
          "ms", "ms", "s", "s", "sec", "s", "seconds", "s", "bytes", "B", "kb", "KB", "mb", "MB",
          "gb", "GB", "pct", "%", "percent", "%");
  private static final Map<String, String> BUILT_IN =
      Map.of(
          "_timeslice", "time",
          "_messagetime", "time",
          "_receipttime", "received",
          "_raw", "message",
          "_count", "count",
          "_sourcename", "source",
          "_sourcehost", "source host",
          "_sourcecategory", "source category");

  static FieldName of(String field) {
    String known = BUILT_IN.get(field.toLowerCase(Locale.ROOT));
    if (known != null) {
      return new FieldName(known, null);
    }
    if (!WORDS.matcher(field).matches()) {
      return new FieldName(field, null);
    }
    int last = field.lastIndexOf('_');
    String unit = UNITS.get(field.substring(last + 1).toLowerCase(Locale.ROOT));
    String named = unit == null ? field : field.substring(0, last);
    return new FieldName(named.replace('_', ' '), unit);
  }
}
