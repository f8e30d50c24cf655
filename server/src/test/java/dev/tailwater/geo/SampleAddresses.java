package dev.tailwater.geo;

import dev.tailwater.query.plan.AddressData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What is known of the addresses in the sample lines, and of a network of version 6. */
public final class SampleAddresses {
  private SampleAddresses() {}

  /** Opens the data. */
  public static AddressDatabases open() {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "geo");
      Path cities = cities(folder.resolve("cities.mmdb"));
      Path networks = networks(folder.resolve("networks.mmdb"));
      AddressDatabases databases =
          AddressDatabases.open(
              Map.of(AddressData.LOCATION, cities, AddressData.NETWORK, networks));
      // They are mapped into memory.
      Files.delete(cities);
      Files.delete(networks);
      Files.delete(folder);
      return databases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes where they are, as a file in MaxMind DB format. */
  public static Path cities(Path file) throws IOException {
    return new MmdbWriter("Sample-City", "for tests")
        .put(
            "203.0.113.0/24",
            Map.of(
                "location", Map.of("latitude", 52.52, "longitude", 13.405),
                "continent", Map.of("code", "EU", "names", Map.of("en", "Europe")),
                "country",
                    Map.of("iso_code", "DE", "names", Map.of("en", "Germany"), "confidence", 99),
                "subdivisions",
                    List.of(Map.of("iso_code", "BE", "names", Map.of("en", "Land Berlin"))),
                "city", Map.of("names", Map.of("de", "Berlin", "en", "Berlin")),
                "postal", Map.of("code", "10115")))
        .put("198.51.100.0/25", Map.of("country", Map.of("iso_code", "BR")))
        .put("2001:db8::/32", Map.of("country", Map.of("iso_code", "CL")))
        .write(file);
  }

  private static Path networks(Path file) throws IOException {
    return new MmdbWriter("Sample-ASN", "for tests")
        .put(
            "203.0.113.0/24",
            Map.of(
                "autonomous_system_number",
                64_500,
                "autonomous_system_organization",
                "Example Net"))
        .put(
            "198.51.100.0/24",
            Map.of(
                "autonomous_system_number", 64_501,
                "autonomous_system_organization", "Registry",
                "organization", "Shop",
                "isp", "Carrier"))
        .write(file);
  }
}
