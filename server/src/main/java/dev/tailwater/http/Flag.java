package dev.tailwater.http;

import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/** A parameter of an address that is true or false. */
public final class Flag {
  private Flag() {}

  /**
   * Whether it is set; without it, false.
   *
   * @throws ApiException 400 for anything but true and false: who writes {@code merge=yes} would
   *     else lose what they wanted to keep
   */
  public static boolean of(ServerRequest request, String name) {
    String text = request.query().first(name).orElse("false");
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw ApiException.badRequest(
              "service.parameter.invalid",
              "expected true or false as " + name + ", found \"" + text + "\"");
    };
  }
}
