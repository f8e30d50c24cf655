package dev.tailwater.report;

import dev.tailwater.dashboard.DashboardDocument;
import dev.tailwater.query.QueryException;
import dev.tailwater.query.TimeRange;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.query.run.QueryRunner;
import dev.tailwater.report.GridLayout.Placed;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws a dashboard: as the pages of a PDF, or as one tall picture, which is the one page of such a
 * PDF rendered. For one thread.
 */
final class Report {
  private static final Logger LOG = LoggerFactory.getLogger(Report.class);

  /** A4 across. */
  private static final double WIDTH = 842;

  private static final double HEIGHT = 595;
  private static final double MARGIN = 28;
  private static final double HEAD = 40;
  private static final double ROW = 17.5;
  private static final double GAP = 2.5;
  private static final double PADDING = 6;
  private static final double TITLE_ROOM = 15;

  /** No page of a PDF may be higher. */
  private static final double HIGHEST = 14_000;

  private static final double PIXELS_PER_POINT = 2;
  private static final double MOST_PIXELS = 24_000_000;

  private static final Letters TITLE = new Letters(8, Palette.TEXT, true);
  private static final Letters ASIDE = new Letters(6.5, Palette.MUTED);
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.UK);

  static {
    // There is no screen; the encoder must not write files of its own.
    System.setProperty("java.awt.headless", "true");
    ImageIO.setUseCache(false);
  }

  private final ReportDashboard dashboard;
  private final QueryRunner runner;

  Report(ReportDashboard dashboard, QueryRunner runner) {
    this.dashboard = dashboard;
    this.runner = runner;
  }

  /**
   * Runs the queries and draws.
   *
   * @return the file
   * @throws InterruptedException when the thread was interrupted, also between two panels
   */
  byte[] draw() throws IOException, InterruptedException {
    return switch (dashboard.request().format()) {
      case PDF -> pdf(rowsOf(HEIGHT, HEAD), rowsOf(HEIGHT, 0));
      case PNG -> {
        int rows = rowsOf(HIGHEST, HEAD);
        yield png(pdf(rows, rows));
      }
    };
  }

  private static int rowsOf(double height, double head) {
    return (int) ((height - 2 * MARGIN - head) / ROW);
  }

  private byte[] pdf(int firstRows, int rows) throws IOException, InterruptedException {
    List<Placed> placed = GridLayout.place(dashboard.panels(), dashboard.layout(), firstRows, rows);
    List<ReportPanel> asked = placed.stream().map(Placed::panel).filter(Report::isAsked).toList();
    try (PDDocument document = new PDDocument();
        PanelResults results = new PanelResults(runner, dashboard, asked)) {
      document.getDocumentInformation().setTitle(dashboard.title());
      document.getDocumentInformation().setCreator("Tailwater");
      SheetFont font = new SheetFont(document);
      int pages = isPicture() ? 1 : placed.stream().mapToInt(Placed::page).max().orElse(0) + 1;
      for (int page = 0; page < pages; page++) {
        int here = page;
        List<Placed> panels = placed.stream().filter(one -> one.page() == here).toList();
        int left = page + 1 < pages ? 0 : leftOut(placed, pages);
        try (Sheet sheet = new Sheet(document, font, WIDTH, height(panels))) {
          sheet.fill(new Box(0, 0, WIDTH, height(panels)), Palette.SURFACE);
          foot(sheet, height(panels), page, pages, left);
          if (page == 0) {
            head(sheet);
          }
          for (Placed one : panels) {
            panel(sheet, one, results);
          }
        }
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      document.save(file);
      return file.toByteArray();
    }
  }

  private boolean isPicture() {
    return dashboard.request().format() == ReportRequest.Format.PNG;
  }

  private static boolean isAsked(ReportPanel panel) {
    return !panel.isText() && !panel.queries().isEmpty();
  }

  /** How many panels are on no page. */
  private int leftOut(List<Placed> placed, int pages) {
    long beyond = placed.stream().filter(one -> one.page() >= pages).count();
    return (int) beyond + dashboard.panelsLeftOut();
  }

  /** A picture is as high as what is on it. */
  private double height(List<Placed> panels) {
    int rows = panels.stream().mapToInt(Placed::bottom).max().orElse(1);
    return isPicture() ? 2 * MARGIN + HEAD + rows * ROW : HEIGHT;
  }

  private void head(Sheet sheet) {
    double width = WIDTH - 2 * (MARGIN + GAP);
    Letters large = new Letters(16, Palette.TEXT, true);
    sheet.text(dashboard.title(), MARGIN + GAP, MARGIN + 13, width, large);
    List<String> facts = new ArrayList<>();
    facts.add(words(dashboard.range()) + " (" + dashboard.request().zone() + ")");
    facts.addAll(dashboard.variables());
    Letters letters = new Letters(7.5, Palette.MUTED);
    sheet.text(String.join("   ·   ", facts), MARGIN + GAP, MARGIN + 27, width, letters);
  }

  private void foot(Sheet sheet, double height, int page, int pages, int left) {
    double y = height - MARGIN * 0.45;
    String made = "Made " + moment(dashboard.request().now()) + " by Tailwater";
    String more = left == 0 ? "" : "   ·   " + left + " more panels are not drawn";
    sheet.text(made + more, MARGIN + GAP, y, WIDTH / 2, ASIDE);
    if (pages > 1) {
      String number = "%s   ·   %d / %d".formatted(dashboard.title(), page + 1, pages);
      sheet.text(number, WIDTH - MARGIN - GAP, y, WIDTH / 2 - MARGIN, ASIDE, Align.RIGHT);
    }
  }

  private String words(TimeRange range) {
    return moment(range.from()) + " to " + moment(range.to());
  }

  private String moment(Instant instant) {
    return MOMENT.format(instant.atZone(dashboard.request().zone()));
  }

  private void panel(Sheet sheet, Placed placed, PanelResults results) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("the report was stopped");
    }
    ReportPanel panel = placed.panel();
    double column = (WIDTH - 2 * MARGIN) / GridLayout.COLUMNS;
    double top = MARGIN + (placed.page() == 0 ? HEAD : 0);
    Box box =
        new Box(
                MARGIN + placed.x() * column,
                top + placed.y() * ROW,
                placed.width() * column,
                placed.height() * ROW)
            .inset(GAP);
    if (panel.isText()) {
      text(sheet, panel, box);
      return;
    }
    sheet.frame(box, Palette.FRAME, 0.6);
    Content content = content(panel, results);
    double whole = box.width() - 2 * PADDING;
    // Where both have no room the title is what people look for.
    boolean both =
        sheet.width(panel.title(), TITLE) + sheet.width(content.aside, ASIDE) + 8 <= whole;
    String aside = both || content.aside.isEmpty() ? content.aside : content.shortAside;
    double used = aside.isEmpty() ? 0 : sheet.width(aside, ASIDE) + 6;
    sheet.text(panel.title(), box.x() + PADDING, box.y() + 11.5, whole - used, TITLE);
    sheet.text(aside, box.right() - PADDING, box.y() + 11.5, whole, ASIDE, Align.RIGHT);
    Box inside =
        box.without(
            PADDING, panel.title().isEmpty() ? PADDING : TITLE_ROOM + 2, PADDING, PADDING - 1);
    try {
      content.drawing.draw(sheet, inside);
    } catch (RuntimeException e) {
      // One panel must not cost the others; what it had drawn is covered.
      LOG.error("the panel {} of a report could not be drawn", panel.key(), e);
      sheet.fill(inside, Palette.SURFACE);
      Note.error("This panel could not be drawn; the server's log has the reason.")
          .draw(sheet, inside);
    }
  }

  /**
   * What stands in the frame of a panel.
   *
   * @param aside beside the title: what differs from the other panels; empty for nothing
   * @param shortAside the same where there is little room
   */
  private record Content(Drawing drawing, String aside, String shortAside) {
    Content(Drawing drawing) {
      this(drawing, "", "");
    }
  }

  private Content content(ReportPanel panel, PanelResults results) throws InterruptedException {
    if (panel.queries().isEmpty()) {
      return new Content(
          new Note(
              "Panels of type “" + panel.type() + "” are not drawn: Tailwater holds logs only.",
              Palette.MUTED));
    }
    try {
      List<QueryResult> found = results.next();
      PanelData data =
          new PanelData(panel.settings(), panel.queries(), found, dashboard.request().zone());
      Drawing drawing = Drawing.of(data);
      if (found.stream().anyMatch(QueryResult::truncated)) {
        return new Content(drawing, "not all rows are drawn", "cut");
      }
      return DashboardDocument.hasOwnRange(panel.json())
          ? new Content(drawing, words(dashboard.range(panel)), "own range")
          : new Content(drawing);
    } catch (QueryException e) {
      return new Content(Note.error(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("the panel {} of a report could not be made", panel.key(), e);
      return new Content(
          Note.error("This panel could not be made; the server's log has the reason."));
    }
  }

  /** A text that is nothing but a heading divides the dashboard and has no frame. */
  private static void text(Sheet sheet, ReportPanel panel, Box box) {
    MarkdownText text = new MarkdownText(panel.text());
    Optional<String> heading =
        panel.text().isBlank() ? Optional.of(panel.title()) : text.onlyHeading();
    if (heading.isPresent()) {
      Letters letters = new Letters(10.5, Palette.TEXT, true);
      sheet.text(heading.get(), box.x(), box.bottom() - 3, box.width(), letters);
    } else {
      sheet.frame(box, Palette.FRAME, 0.6);
      text.draw(sheet, box.inset(PADDING));
    }
  }

  private static byte[] png(byte[] pdf) throws IOException {
    // Rendered as it was saved: only then are the characters of the font in the document.
    try (PDDocument document = Loader.loadPDF(pdf)) {
      double points = WIDTH * document.getPage(0).getMediaBox().getHeight();
      double scale = Math.min(PIXELS_PER_POINT, Math.sqrt(MOST_PIXELS / points));
      BufferedImage image = new PDFRenderer(document).renderImage(0, (float) scale, ImageType.RGB);
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      if (!ImageIO.write(image, "png", file)) {
        throw new IOException("expected a writer of PNG in this Java, found none");
      }
      return file.toByteArray();
    }
  }
}
