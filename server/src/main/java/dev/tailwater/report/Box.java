package dev.tailwater.report;

/** A rectangle on a sheet, in points, from the upper left corner of the sheet down. */
record Box(double x, double y, double width, double height) {
  double right() {
    return x + width;
  }

  double bottom() {
    return y + height;
  }

  double centerX() {
    return x + width / 2;
  }

  double centerY() {
    return y + height / 2;
  }

  /** The same without a margin on each side. */
  Box inset(double margin) {
    return without(margin, margin, margin, margin);
  }

  /** The same without margins; never of a negative size. */
  Box without(double left, double top, double right, double bottom) {
    return new Box(
        x + left, y + top, Math.max(0, width - left - right), Math.max(0, height - top - bottom));
  }
}
