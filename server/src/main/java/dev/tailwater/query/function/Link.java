package dev.tailwater.query.function;

import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.Type;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A label that leads to an address, as Markdown. */
final class Link {
  /** Address and label to text; null without a label. */
  static final EngineFunction FUNCTION =
      new EngineFunction(
          "tailwater_link",
          List.of(Type.STRING, Type.STRING),
          Type.STRING,
          a -> a[1] instanceof String label ? link(a[0], label) : null);

  /** What a browser may be sent to; no other scheme is harmless. */
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://[^\\p{Cntrl}]+");

  private Link() {}

  private static String link(@Nullable Object url, String label) {
    if (!(url instanceof String address) || !ADDRESS.matcher(address).matches()) {
      return label;
    }
    String shown = label.isEmpty() ? address : label;
    return "["
        + shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        + "]("
        + address
            .replace(" ", "%20")
            .replace("\"", "%22")
            .replace("(", "%28")
            .replace(")", "%29")
            .replace("<", "%3C")
            .replace(">", "%3E")
        + ")";
  }
}
