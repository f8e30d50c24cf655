package dev.tailwater.report;

import dev.tailwater.query.ResultField;
import dev.tailwater.query.run.QueryResult;
import dev.tailwater.report.Sheet.Align;
import dev.tailwater.report.Sheet.Letters;
import dev.tailwater.report.Sheet.Point;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Records by latitude and longitude as circles on outlines of the land. These come with the program
 * (Natural Earth, public domain), so that no server learns which places are looked at.
 */
record WorldMap(PanelData data) implements Drawing {
  private static final String OUTLINES = "land.txt";
  private static final double UNITS_OF_DEGREE = 4;
  private static final double LONGITUDES = 360;
  private static final double NORTH = 84;
  private static final double LATITUDES = 140;

  /** A degree of longitude is drawn shorter than one of latitude. */
  private static final double SHORTENING = 0.75;

  /** Circles whose middles are nearer than this would lie on each other, in points. */
  private static final double NEAR = 10;

  private static final int MOST_PLACES = 2_000;
  private static final double NUMBER_FROM = 8;
  private static final List<List<Point>> LAND = land();

  /** Records at one place, or at several near each other. */
  private record Place(double longitude, double latitude, double value) {
    Place joined(Place other) {
      double sum = value + other.value;
      double weight = sum == 0 ? 0 : other.value / sum;
      return new Place(
          longitude + (other.longitude - longitude) * weight,
          latitude + (other.latitude - latitude) * weight,
          sum);
    }
  }

  private static List<List<Point>> land() {
    try (InputStream in = WorldMap.class.getResourceAsStream(OUTLINES)) {
      if (in == null) {
        throw new IllegalStateException("expected " + OUTLINES + " in the jar, found none");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(" ", -1)).map(WorldMap::corner).toList())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + OUTLINES + " in the jar", e);
    }
  }

  private static Point corner(String text) {
    int comma = text.indexOf(',');
    return new Point(
        Integer.parseInt(text.substring(0, comma)) / UNITS_OF_DEGREE,
        Integer.parseInt(text.substring(comma + 1)) / UNITS_OF_DEGREE);
  }

  /** The world in a box. */
  private record Projection(Box box, double pointsPerDegree) {
    static Projection into(Box box) {
      double scale = Math.min(box.width() / (LONGITUDES * SHORTENING), box.height() / LATITUDES);
      double width = scale * LONGITUDES * SHORTENING;
      double height = scale * LATITUDES;
      return new Projection(
          new Box(box.centerX() - width / 2, box.centerY() - height / 2, width, height), scale);
    }

    Point at(double longitude, double latitude) {
      return new Point(
          box.x() + (longitude + LONGITUDES / 2) * SHORTENING * pointsPerDegree,
          box.y() + (NORTH - latitude) * pointsPerDegree);
    }
  }

  @Override
  public void draw(Sheet sheet, Box box) {
    Projection projection = Projection.into(box);
    sheet.clipped(
        box,
        () -> {
          for (List<Point> ring : LAND) {
            List<Point> outline =
                ring.stream().map(corner -> projection.at(corner.x(), corner.y())).toList();
            sheet.polygon(outline, Palette.GRID.mix(Palette.LINE, 0.35));
          }
          circles(sheet, projection);
        });
  }

  private void circles(Sheet sheet, Projection projection) {
    List<Place> places = clusters(places(), projection.pointsPerDegree);
    double largest = places.stream().mapToDouble(Place::value).max().orElse(1);
    for (Place place : places) {
      Point at = projection.at(place.longitude, place.latitude);
      // The area of a circle grows with its value.
      double radius = 2.5 + 6 * Math.sqrt(Math.max(0, place.value) / Math.max(1e-9, largest));
      sheet.circle(at.x(), at.y(), radius + 0.5, Palette.SURFACE);
      sheet.circle(at.x(), at.y(), radius, color(place.value, largest));
      String number = data.format(place.value);
      Letters letters = new Letters(5.5, Palette.SURFACE, true);
      // Small circles have no room for their number.
      if (radius * 2 >= NUMBER_FROM && sheet.width(number, letters) <= radius * 2) {
        sheet.text(number, at.x(), at.y() + 2, radius * 2, letters, Align.CENTER);
      }
    }
  }

  private Rgb color(double value, double largest) {
    if (data.lowerCased("/map/mainMetric/layerType").equals("heat")) {
      return Palette.between(
          List.of(Palette.first(null), Palette.WARNING_LIMIT, Palette.CRITICAL_LIMIT),
          value / Math.max(1e-9, largest));
    }
    return data.settings()
        .thresholdColor(value, "/map/mainMetric/colorThresholds")
        .orElse(Palette.first(null));
  }

  private List<Place> places() {
    return data.results().stream().flatMap(result -> places(result).stream()).toList();
  }

  private static List<Place> places(QueryResult result) {
    List<ResultField> fields = result.fields();
    OptionalInt latitude = Cells.index(fields, "latitude");
    OptionalInt longitude = Cells.index(fields, "longitude");
    if (latitude.isEmpty() || longitude.isEmpty()) {
      return List.of();
    }
    OptionalInt size =
        IntStream.range(0, fields.size())
            .filter(i ->
                i != latitude.getAsInt()
                    && i != longitude.getAsInt()
                    && Cells.isNumeric(fields.get(i)))
            .reduce((first, last) -> last);
    List<Place> places = new ArrayList<>();
    for (@Nullable Object[] row : result.rows()) {
      double value = size.isPresent() ? Cells.number(row[size.getAsInt()]) : 1;
      Place place =
          new Place(
              Cells.number(row[longitude.getAsInt()]),
              Cells.number(row[latitude.getAsInt()]),
              Double.isNaN(value) ? 0 : value);
      if (Math.abs(place.longitude) <= 180 && Math.abs(place.latitude) <= 90) {
        places.add(place);
      }
    }
    return places;
  }

  /** Joins places that are near each other, until none is; the largest first. */
  private static List<Place> clusters(List<Place> places, double pointsPerDegree) {
    List<Place> found =
        places.stream()
            .sorted(Comparator.comparingDouble(Place::value).reversed())
            .limit(MOST_PLACES)
            .toList();
    int before;
    do {
      before = found.size();
      found = joined(found, pointsPerDegree);
      // A joined place has moved, perhaps onto another.
    } while (found.size() < before);
    return found;
  }

  private static List<Place> joined(List<Place> places, double pointsPerDegree) {
    List<Place> found = new ArrayList<>();
    for (Place place : places) {
      int near = -1;
      for (int i = 0; i < found.size() && near < 0; i++) {
        double across = (found.get(i).longitude - place.longitude) * SHORTENING;
        double down = found.get(i).latitude - place.latitude;
        near = Math.hypot(across, down) * pointsPerDegree < NEAR ? i : -1;
      }
      if (near < 0) {
        found.add(place);
      } else {
        found.set(near, found.get(near).joined(place));
      }
    }
    found.sort(Comparator.comparingDouble(Place::value).reversed());
    return found;
  }
}
