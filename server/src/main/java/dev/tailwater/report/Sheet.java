package dev.tailwater.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.state.PDExtendedGraphicsState;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * One page to draw on, in points from its upper left corner down. What is drawn later lies above.
 * For one thread.
 */
final class Sheet implements AutoCloseable {
  /** The outline around letters that makes them bold: the font has one weight only. */
  private static final double BOLD = 0.028;

  private static final double CIRCLE = 0.5523;

  private final SheetFont font;
  private final double height;
  private final PDPageContentStream stream;

  /** Adds a page to a document. */
  Sheet(PDDocument document, SheetFont font, double width, double height) throws IOException {
    this.font = font;
    this.height = height;
    PDPage page = new PDPage(new PDRectangle((float) width, (float) height));
    document.addPage(page);
    stream = new PDPageContentStream(document, page);
  }

  /** A point of a line. */
  record Point(double x, double y) {}

  /** Where a text stands in relation to its place. */
  enum Align {
    LEFT,
    CENTER,
    RIGHT
  }

  /**
   * How letters look.
   *
   * @param size in points
   */
  record Letters(double size, Rgb color, boolean bold) {
    Letters(double size, Rgb color) {
      this(size, color, false);
    }

    Letters withColor(Rgb other) {
      return new Letters(size, other, bold);
    }
  }

  /** What PDFBox does to a stream in memory. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a page to memory", e);
    }
  }

  SheetFont font() {
    return font;
  }

  double width(String text, Letters letters) {
    return font.width(text, letters.size);
  }

  /** Draws a text whose letters stand on {@code y}, cut where it would be wider than allowed. */
  void text(String text, double x, double y, double most, Letters letters, Align align) {
    String shown = font.drawable(font.fit(text, letters.size, most));
    if (shown.isBlank()) {
      return;
    }
    double width = font.width(shown, letters.size);
    double left =
        switch (align) {
          case LEFT -> x;
          case CENTER -> x - width / 2;
          case RIGHT -> x - width;
        };
    run(() -> {
      fillColor(letters.color);
      strokeColor(letters.color);
      stream.setLineWidth((float) (letters.size * BOLD));
      stream.beginText();
      stream.setFont(font.font(), (float) letters.size);
      stream.setRenderingMode(letters.bold ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
      stream.newLineAtOffset((float) left, up(y));
      stream.showText(shown);
      stream.endText();
    });
  }

  void text(String text, double x, double y, double most, Letters letters) {
    text(text, x, y, most, letters, Align.LEFT);
  }

  /**
   * Draws a text as lines that end between words, the last one cut when there is no room for more.
   *
   * @return the y below the last line
   */
  double wrapped(String text, Box box, Letters letters) {
    double leading = letters.size * 1.35;
    int room = (int) Math.floor(box.height() / leading + 0.01);
    List<String> lines = lines(text, box.width(), letters, room);
    double y = box.y();
    for (String line : lines) {
      text(line, box.x(), y + letters.size, box.width(), letters);
      y += leading;
    }
    return y;
  }

  private List<String> lines(String text, double width, Letters letters, int most) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+", 4_000)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (line.isEmpty() || font.width(longer, letters.size) <= width) {
        line = longer;
      } else if (lines.size() == most - 1) {
        // Longer than the line: drawing it puts the ellipsis.
        line = longer;
        break;
      } else {
        lines.add(line);
        line = word;
      }
    }
    if (lines.size() < most) {
      lines.add(line);
    }
    return lines;
  }

  void fill(Box box, Rgb color) {
    run(() -> {
      fillColor(color);
      stream.addRect((float) box.x(), up(box.bottom()), (float) box.width(), (float) box.height());
      stream.fill();
    });
  }

  void frame(Box box, Rgb color, double width) {
    run(() -> {
      strokeColor(color);
      stream.setLineWidth((float) width);
      stream.addRect((float) box.x(), up(box.bottom()), (float) box.width(), (float) box.height());
      stream.stroke();
    });
  }

  /** How a line looks. */
  record Pen(Rgb color, double width, boolean dashed) {
    Pen(Rgb color, double width) {
      this(color, width, false);
    }
  }

  void line(double x1, double y1, double x2, double y2, Pen pen) {
    line(List.of(new Point(x1, y1), new Point(x2, y2)), pen);
  }

  /** Draws a line through points; one point alone is nothing. */
  void line(List<Point> points, Pen pen) {
    if (points.size() < 2) {
      return;
    }
    run(() -> {
      strokeColor(pen.color);
      stream.setLineWidth((float) pen.width);
      stream.setLineJoinStyle(1);
      stream.setLineDashPattern(pen.dashed ? new float[] {3, 2} : new float[0], 0);
      path(points);
      stream.stroke();
      stream.setLineDashPattern(new float[0], 0);
    });
  }

  void polygon(List<Point> points, Rgb color) {
    run(() -> {
      fillColor(color);
      path(points);
      stream.closePath();
      stream.fill();
    });
  }

  /** Fills with a colour through which what lies below is seen; opacity 1 hides it. */
  void polygon(List<Point> points, Rgb color, double opacity) {
    run(() -> {
      PDExtendedGraphicsState seeThrough = new PDExtendedGraphicsState();
      seeThrough.setNonStrokingAlphaConstant((float) opacity);
      stream.saveGraphicsState();
      stream.setGraphicsStateParameters(seeThrough);
    });
    try {
      polygon(points, color);
    } finally {
      run(stream::restoreGraphicsState);
    }
  }

  private void path(List<Point> points) throws IOException {
    stream.moveTo((float) points.getFirst().x, up(points.getFirst().y));
    for (Point point : points.subList(1, points.size())) {
      stream.lineTo((float) point.x, up(point.y));
    }
  }

  void circle(double x, double y, double radius, Rgb color) {
    double c = radius * CIRCLE;
    run(() -> {
      fillColor(color);
      stream.moveTo((float) (x + radius), up(y));
      curve(x + radius, y + c, x + c, y + radius, x, y + radius);
      curve(x - c, y + radius, x - radius, y + c, x - radius, y);
      curve(x - radius, y - c, x - c, y - radius, x, y - radius);
      curve(x + c, y - radius, x + radius, y - c, x + radius, y);
      stream.fill();
    });
  }

  private void curve(double x1, double y1, double x2, double y2, double x3, double y3)
      throws IOException {
    stream.curveTo((float) x1, up(y1), (float) x2, up(y2), (float) x3, up(y3));
  }

  /**
   * A piece of a ring, from one angle to another; angle 0 is at the right, a quarter of a circle
   * further is above.
   */
  void ring(Point center, double inner, double outer, double from, double to, Rgb color) {
    int steps = Math.max(2, (int) Math.ceil(Math.abs(to - from) / 0.06));
    List<Point> points = new ArrayList<>();
    for (int i = 0; i <= steps; i++) {
      points.add(onCircle(center, outer, from + (to - from) * i / steps));
    }
    for (int i = steps; i >= 0; i--) {
      points.add(onCircle(center, inner, from + (to - from) * i / steps));
    }
    polygon(points, color);
  }

  private static Point onCircle(Point center, double radius, double angle) {
    return new Point(center.x + radius * Math.cos(angle), center.y - radius * Math.sin(angle));
  }

  /** Draws only what lies in a box. */
  void clipped(Box box, Runnable drawing) {
    run(() -> {
      stream.saveGraphicsState();
      stream.addRect((float) box.x(), up(box.bottom()), (float) box.width(), (float) box.height());
      stream.clip();
    });
    try {
      drawing.run();
    } finally {
      run(stream::restoreGraphicsState);
    }
  }

  private void fillColor(Rgb color) throws IOException {
    stream.setNonStrokingColor(color.red() / 255f, color.green() / 255f, color.blue() / 255f);
  }

  private void strokeColor(Rgb color) throws IOException {
    stream.setStrokingColor(color.red() / 255f, color.green() / 255f, color.blue() / 255f);
  }

  /** PDF counts from the lower left corner up. */
  private float up(double y) {
    return (float) (height - y);
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
