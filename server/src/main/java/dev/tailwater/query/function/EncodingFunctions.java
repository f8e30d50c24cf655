package dev.tailwater.query.function;

import dev.tailwater.query.function.Function.Alone;
import dev.tailwater.query.plan.EngineFunction;
import dev.tailwater.query.plan.TextGrowth;
import dev.tailwater.query.plan.Type;
import dev.tailwater.query.plan.Value;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/** Other ways to write a text or a number, and digests; null for null. */
final class EncodingFunctions {
  private static final List<String> CHARSETS =
      List.of(
          "US-ASCII", "UTF-8", "UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "UTF-32BE", "UTF-32LE");

  private static final int MOST_HEX_DIGITS = 16;

  private static final EngineFunction BASE64_DECODE =
      EngineFunction.ofTexts(
          "tailwater_base64_decode", 2, a -> base64Decoded(a[0], Charset.forName(a[1])));
  private static final EngineFunction URL_DECODE =
      EngineFunction.ofTexts("tailwater_url_decode", 1, a -> urlDecoded(a[0]));
  private static final EngineFunction HEX_TEXT =
      EngineFunction.ofTexts("tailwater_hex_text", 1, a -> hexText(a[0]));
  private static final EngineFunction HEX_NUMBER =
      new EngineFunction(
          "tailwater_hex_number",
          List.of(Type.STRING),
          Type.LONG,
          a -> a[0] instanceof String hex ? hexNumber(hex) : null);
  private static final EngineFunction MURMUR =
      EngineFunction.ofTexts("tailwater_murmur3_128", 1, a -> murmur(a[0]));

  static final List<Function> ALL =
      List.of(
          Function.of(
                  "base64Encode(s)",
                  1,
                  1,
                  "s, in UTF-8, as base64",
                  "base64Encode(\"hello world\")",
                  a ->
                      TextFunctions.string(
                          TextGrowth.checked(
                              TextFunctions.text(a, 0), s -> "base64(encode(" + s + "))")))
              .alone(Alone.REPLACES_FIELD),
          Function.of(
                  "base64Decode(s[, charset])",
                  1,
                  2,
                  "the text that the base64 text s stands for",
                  "base64Decode(\"aGVsbG8gd29ybGQ=\")",
                  a -> BASE64_DECODE.call(a.get(0), Value.text(charset(a))))
              .details(
                  "The charset is one of "
                      + String.join(", ", CHARSETS)
                      + "; without it UTF-8. What is no base64 stays as it is.")
              .alone(Alone.REPLACES_FIELD)
              .calling(BASE64_DECODE),
          Function.of(
                  "hash(x[, algorithm])",
                  1,
                  2,
                  "a digest of x in hexadecimal digits",
                  "hash(\"ana@example.com\", \"sha2_256\")",
                  EncodingFunctions::hash)
              .details(
                  "The algorithm is `md5`, which it is without one, `sha1`, `sha2_256` or `murmur3_128`.")
              .calling(MURMUR),
          Function.of(
                  "hexToAscii(s)",
                  1,
                  1,
                  "the text that hexadecimal digits stand for, two a byte",
                  "hexToAscii(\"7765622e31\")",
                  a -> HEX_TEXT.call(a.get(0)))
              .details("The bytes are read as UTF-8. Null where s is not hexadecimal.")
              .calling(HEX_TEXT),
          Function.of(
                  "hexToDec(s)",
                  1,
                  1,
                  "the number of up to 16 hexadecimal digits, in two's complement",
                  "hexToDec(\"7AF\")",
                  a -> HEX_NUMBER.call(a.get(0)))
              .details("`0x` may stand in front. Null where s is not hexadecimal.")
              .alias("parseHex")
              .calling(HEX_NUMBER),
          Function.of(
              "decToHex(n)",
              1,
              1,
              "a whole number in hexadecimal digits, upper case, in two's complement",
              "decToHex(4919)",
              a -> TextFunctions.string("to_hex(" + a.get(0).asLong().sql() + ")")),
          Function.of(
                  "urlencode(s)",
                  1,
                  1,
                  "s as a part of an address, other signs than A-Z a-z 0-9 - _ . ~ as %XX",
                  "urlencode(\"a b&c\")",
                  a -> TextFunctions.string("url_encode(" + TextFunctions.text(a, 0) + ")"))
              .alone(Alone.REPLACES_FIELD),
          Function.of(
                  "urldecode(s)",
                  1,
                  1,
                  "s with %XX and + decoded",
                  "urldecode(\"a%20b+c\")",
                  a -> URL_DECODE.call(a.get(0)))
              .details("A text in which a % is followed by something else stays as it is.")
              .alone(Alone.REPLACES_FIELD)
              .calling(URL_DECODE));

  private EncodingFunctions() {}

  private static String charset(Arguments a) {
    if (a.count() == 1) {
      return "UTF-8";
    }
    String what = "one of " + String.join(", ", CHARSETS);
    String name = a.text(1, what).toUpperCase(Locale.ROOT);
    if (!CHARSETS.contains(name)) {
      throw a.expected(1, what);
    }
    return name;
  }

  private static Value hash(Arguments a) {
    String what = "md5, sha1, sha2_256 or murmur3_128";
    String algorithm = a.count() == 1 ? "md5" : a.text(1, what).toLowerCase(Locale.ROOT);
    return switch (algorithm) {
      case "md5", "sha1" -> TextFunctions.string(algorithm + "(" + TextFunctions.text(a, 0) + ")");
      case "sha2_256", "sha_256" ->
          TextFunctions.string("sha256(" + TextFunctions.text(a, 0) + ")");
      case "murmur3_128" -> MURMUR.call(a.get(0));
      default -> throw a.expected(1, what);
    };
  }

  private static String base64Decoded(String text, Charset charset) {
    try {
      return new String(Base64.getDecoder().decode(text), charset);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String urlDecoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String withoutPrefix(String hex) {
    return hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
  }

  private static @Nullable String hexText(String hex) {
    try {
      return new String(HexFormat.of().parseHex(withoutPrefix(hex)), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable Long hexNumber(String hex) {
    String digits = withoutPrefix(hex.strip());
    boolean right =
        !digits.isEmpty()
            && digits.length() <= MOST_HEX_DIGITS
            && digits.chars().allMatch(HexFormat::isHexDigit);
    return right ? (Long) HexFormat.fromHexDigitsToLong(digits) : null;
  }

  /** Both halves with the lowest byte first, as the algorithm's author writes them. */
  private static String murmur(String text) {
    StringBuilder hex = new StringBuilder();
    for (long half : MurmurHash3.hash128x64(text.getBytes(StandardCharsets.UTF_8))) {
      hex.append(HexFormat.of().toHexDigits(Long.reverseBytes(half)));
    }
    return hex.toString();
  }
}
