package dev.tailwater.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tailwater.config.Setting;
import dev.tailwater.config.SettingException;
import dev.tailwater.query.Lines;
import dev.tailwater.query.QueryCompiler;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.run.QueryRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are there, missing or something else. What queries get of them is golden. */
class AddressDatabasesTest {
  @TempDir Path folder;

  @Test
  void withoutAFileTheAnswerNamesTheSettingAndThePlace() {
    refused(
        "router | geoip fwd",
        "line 1, column 10: geoip needs data about addresses: set geo.city.file to a file in"
            + " MaxMind DB format such as GeoLite2-City.mmdb and start the server again\n"
            + "  router | geoip fwd\n"
            + "           ^^^^^");
    refused(
        "router | lookup city from geo://location on ip=fwd",
        "line 1, column 27: geo://location needs data about addresses: set geo.city.file to a file"
            + " in MaxMind DB format such as GeoLite2-City.mmdb and start the server again\n"
            + "  router | lookup city from geo://location on ip=fwd\n"
            + "                            ^^^^^^^^^^^^^^");
    refused(
        "router | lookup asn from asn://default on ip=fwd",
        "line 1, column 26: asn://default needs data about addresses: set geo.asn.file to a file in"
            + " MaxMind DB format such as GeoLite2-ASN.mmdb and start the server again\n"
            + "  router | lookup asn from asn://default on ip=fwd\n"
            + "                           ^^^^^^^^^^^^^");
  }

  @Test
  void theSettingsExist() {
    for (AddressData data : AddressData.values()) {
      assertThat(Arrays.stream(Setting.values()).map(Setting::path)).contains(data.setting());
    }
  }

  @Test
  void aMissingFileStopsTheStart() {
    Path file = folder.resolve("no.mmdb");
    assertThatThrownBy(() -> AddressDatabases.open(Map.of(AddressData.LOCATION, file)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("for geo.city.file, found " + file);
  }

  @Test
  void soDoesAFileOfAnotherFormat() throws IOException {
    Path file = Files.writeString(folder.resolve("cities.csv"), "network,city\n");
    assertThatThrownBy(() -> AddressDatabases.open(Map.of(AddressData.NETWORK, file)))
        .isInstanceOf(SettingException.class)
        .hasMessageContaining("expected a file in MaxMind DB format such as GeoLite2-ASN.mmdb")
        .hasMessageContaining("for geo.asn.file, found " + file);
  }

  private static void refused(String query, String message) {
    QueryRequest request = Lines.request(query, ZoneOffset.UTC, Map.of());
    assertThatThrownBy(() -> new QueryCompiler().compile(query, request.context()))
        .hasMessage(message);
  }
}
