package dev.tailwater.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tailwater.geo.AddressDatabases;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.EngineFunction.TextBody;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VisitorPlacesTest {
  @TempDir Path folder;

  @Test
  void everyVisitorWithAnAddressOfVersion4IsSomewhere() throws Exception {
    Path file = VisitorPlaces.write(folder.resolve("visitors.mmdb"));
    Dice dice = Dice.of(1, "visitors");
    Visitors visitors = new Visitors(dice, 900, .3);
    Set<String> places = new HashSet<>();
    try (AddressDatabases databases = AddressDatabases.open(Map.of(AddressData.LOCATION, file))) {
      TextBody known = Objects.requireNonNull(databases.functions().get(AddressData.LOCATION));
      for (int i = 0; i < 5_000; i++) {
        String forwarded = new String(visitors.next(dice), StandardCharsets.US_ASCII);
        String client = forwarded.substring(forwarded.lastIndexOf(' ') + 1);
        if (!client.contains(":")) {
          String place = known.apply(new String[] {client});
          assertThat(place).as(client).isNotNull();
          places.add(place);
        }
      }
    }
    assertThat(places).hasSizeGreaterThan(15);
  }
}
