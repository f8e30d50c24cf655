package dev.tailwater.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * The font of a document: Liberation Sans, which comes inside the jar of PDFBox and goes into the
 * file with the characters that were used, so that neither this machine nor the reader's needs any.
 * For one thread.
 */
final class SheetFont {
  private static final String FILE = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";
  private static final int REPLACEMENT = '?';
  private static final String ELLIPSIS = "…";

  private final PDFont font;
  private final Map<Integer, Double> widths = new HashMap<>();

  SheetFont(PDDocument document) throws IOException {
    try (InputStream in = PDType0Font.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IOException("expected the font " + FILE + " in the jar of PDFBox, found none");
      }
      TrueTypeFont outlines = new TTFParser().parse(new RandomAccessReadBuffer(in));
      // With ligatures a text would not be found again, and be narrower than it was measured.
      outlines.setEnableGsub(false);
      font = PDType0Font.load(document, outlines, true);
    }
  }

  PDFont font() {
    return font;
  }

  /** A text of nothing but characters that the font has, on one line. */
  String drawable(String text) {
    StringBuilder drawable = new StringBuilder(text.length());
    text.codePoints().map(this::drawable).forEach(drawable::appendCodePoint);
    return drawable.toString();
  }

  private int drawable(int character) {
    // Some characters of format would turn the others around.
    if (Character.isWhitespace(character)
        || Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT) {
      return ' ';
    }
    return glyphWidth(character) < 0 ? REPLACEMENT : character;
  }

  /** The width of a text in points. */
  double width(String text, double size) {
    double width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += glyphWidth(drawable(text.codePointAt(i)));
    }
    return width * size / 1000;
  }

  /** In thousandths of the size; negative for what the font does not have. */
  private double glyphWidth(int character) {
    return widths.computeIfAbsent(
        character,
        c -> {
          try {
            return (double) font.getStringWidth(Character.toString(c));
          } catch (IllegalArgumentException e) {
            // That is how PDFBox says that there is no glyph.
            return -1.0;
          } catch (IOException e) {
            throw new UncheckedIOException("cannot read the font that was just loaded", e);
          }
        });
  }

  /** As much of a text as fits, with an ellipsis where it was cut; empty when nothing does. */
  String fit(String text, double size, double width) {
    double room = width - width(ELLIPSIS, size);
    double used = 0;
    int kept = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      used += glyphWidth(drawable(text.codePointAt(i))) * size / 1000;
      if (used > width) {
        return room < 0 ? "" : text.substring(0, kept).stripTrailing() + ELLIPSIS;
      }
      if (used <= room) {
        kept = i + Character.charCount(text.codePointAt(i));
      }
    }
    return text;
  }

  /**
   * Cuts the middle out of a text that is too wide: names in Heroku logs begin alike, so the larger
   * part of what fits is their end.
   */
  String shorten(String text, double size, double width) {
    if (fit(text, size, width).equals(text)) {
      return text;
    }
    double room = width - width(ELLIPSIS, size);
    String head = prefix(text, size, room * 0.45);
    String reversed = new StringBuilder(text).reverse().toString();
    String tail = prefix(reversed, size, room - width(head, size));
    return room < 0 ? "" : head + ELLIPSIS + new StringBuilder(tail).reverse();
  }

  private String prefix(String text, double size, double width) {
    double used = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      used += glyphWidth(drawable(text.codePointAt(i))) * size / 1000;
      if (used > width) {
        return text.substring(0, i);
      }
    }
    return text;
  }
}
