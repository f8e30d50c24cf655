package dev.tailwater.fleet;

import dev.tailwater.geo.MmdbWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the simulated visitors are. Their addresses are set aside for documentation, so that no
 * real data know them: this is made up, a city for each 32 addresses.
 */
public final class VisitorPlaces {
  private static final int PREFIX_BITS = 27;
  private static final int ADDRESSES = 1 << (32 - PREFIX_BITS);

  private record Place(
      String city, String country, String code, double latitude, double longitude) {
    Map<String, Object> entry() {
      return Map.of(
          "location", Map.of("latitude", latitude, "longitude", longitude),
          "country", Map.of("iso_code", code, "names", Map.of("en", country)),
          "city", Map.of("names", Map.of("en", city)));
    }
  }

  private static final List<Place> PLACES =
      List.of(
          new Place("Berlin", "Germany", "DE", 52.52, 13.405),
          new Place("London", "United Kingdom", "GB", 51.5074, -0.1278),
          new Place("Amsterdam", "Netherlands", "NL", 52.3676, 4.9041),
          new Place("Paris", "France", "FR", 48.8566, 2.3522),
          new Place("Warsaw", "Poland", "PL", 52.2297, 21.0122),
          new Place("Madrid", "Spain", "ES", 40.4168, -3.7038),
          new Place("Vienna", "Austria", "AT", 48.2082, 16.3738),
          new Place("New York", "United States", "US", 40.7128, -74.006),
          new Place("Hamburg", "Germany", "DE", 53.5511, 9.9937),
          new Place("Manchester", "United Kingdom", "GB", 53.4808, -2.2426),
          new Place("Copenhagen", "Denmark", "DK", 55.6761, 12.5683),
          new Place("Milan", "Italy", "IT", 45.4642, 9.19),
          new Place("Lagos", "Nigeria", "NG", 6.5244, 3.3792),
          new Place("San Francisco", "United States", "US", 37.7749, -122.4194),
          new Place("São Paulo", "Brazil", "BR", -23.5505, -46.6333),
          new Place("Zurich", "Switzerland", "CH", 47.3769, 8.5417),
          new Place("Munich", "Germany", "DE", 48.1351, 11.582),
          new Place("Dublin", "Ireland", "IE", 53.3498, -6.2603),
          new Place("Toronto", "Canada", "CA", 43.6532, -79.3832),
          new Place("Mumbai", "India", "IN", 19.076, 72.8777),
          new Place("Singapore", "Singapore", "SG", 1.3521, 103.8198),
          new Place("Sydney", "Australia", "AU", -33.8688, 151.2093),
          new Place("Tokyo", "Japan", "JP", 35.6762, 139.6503),
          new Place("Cape Town", "South Africa", "ZA", -33.9249, 18.4241));

  private VisitorPlaces() {}

  /**
   * Writes them as a file in MaxMind DB format, for the setting {@code geo.city.file}.
   *
   * @return the file
   */
  public static Path write(Path file) throws IOException {
    MmdbWriter writer = new MmdbWriter("Demo-City", "where the visitors of a simulated fleet are");
    int place = 0;
    for (String network : Visitors.NETWORKS) {
      for (int host = 0; host < 256; host += ADDRESSES) {
        writer.put(network + host + "/" + PREFIX_BITS, PLACES.get(place++ % PLACES.size()).entry());
      }
    }
    return writer.write(file);
  }
}
