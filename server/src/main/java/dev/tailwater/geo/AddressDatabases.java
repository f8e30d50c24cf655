package dev.tailwater.geo;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import dev.tailwater.config.SettingException;
import dev.tailwater.query.plan.AddressData;
import dev.tailwater.query.plan.EngineFunction.TextBody;
import dev.tailwater.query.plan.StoredTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Open files in MaxMind DB format. They are mapped into memory: one that changes on disk is read at
 * the next start. Safe for use by many threads.
 */
public final class AddressDatabases implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AddressDatabases.class);

  private final Map<AddressData, Reader> readers = new EnumMap<>(AddressData.class);

  private AddressDatabases() {}

  /**
   * Opens the files that there are.
   *
   * @throws SettingException when one is missing or of another format
   */
  public static AddressDatabases open(Map<AddressData, Path> files) {
    AddressDatabases databases = new AddressDatabases();
    files.forEach((data, file) -> {
      try {
        databases.readers.put(data, new Reader(file.toFile(), new CHMCache()));
      } catch (IOException e) {
        databases.close();
        throw new SettingException(
            "expected a file in MaxMind DB format such as %s for %s, found %s (%s)"
                .formatted(data.example(), data.setting(), file, e.getMessage()));
      }
    });
    return databases;
  }

  /** For each of the data that there are, what gives the columns of an address. */
  public Map<AddressData, TextBody> functions() {
    Map<AddressData, TextBody> functions = new EnumMap<>(AddressData.class);
    readers.forEach(
        (data, reader) -> functions.put(data, arguments -> columns(data, reader, arguments[0])));
    return functions;
  }

  @Override
  public void close() {
    readers
        .values()
        .forEach(reader -> {
          try {
            reader.close();
          } catch (IOException e) {
            LOG.warn("cannot close a file with data about addresses", e);
          }
        });
  }

  private static @Nullable String columns(AddressData data, Reader reader, String address) {
    @Nullable Object found;
    try {
      found = reader.get(InetAddress.ofLiteral(address.strip()), Map.class);
    } catch (IllegalArgumentException e) {
      // No address, or one of version 6 where the file knows version 4 only.
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the file of " + data.setting(), e);
    }
    if (found == null) {
      return null;
    }
    Object entry = found;
    return data.columns().stream()
        .map(StoredTable.Column::name)
        .map(column -> value(entry, column))
        .map(value -> value == null ? "" : value.toString())
        .collect(Collectors.joining(String.valueOf(AddressData.SEPARATOR)));
  }

  /** Where a column stands in the files of MaxMind, and of others who follow them. */
  private static @Nullable Object value(Object entry, String column) {
    return switch (column) {
      case "latitude" -> at(entry, "location", "latitude");
      case "longitude" -> at(entry, "location", "longitude");
      case "country_code" -> at(entry, "country", "iso_code");
      case "country_name" -> at(entry, "country", "names", "en");
      case "city" -> at(entry, "city", "names", "en");
      case "state" -> at(entry, "subdivisions", "names", "en");
      case "region" -> at(entry, "subdivisions", "iso_code");
      case "continent" -> at(entry, "continent", "names", "en");
      case "postal_code" -> at(entry, "postal", "code");
      case "connection_type" -> at(entry, "traits", "connection_type");
      case "country_cf" -> at(entry, "country", "confidence");
      case "state_cf" -> at(entry, "subdivisions", "confidence");
      case "city_cf" -> at(entry, "city", "confidence");
      case "asn" -> at(entry, "autonomous_system_number");
      case "registering_organization" -> at(entry, "autonomous_system_organization");
      case "organization" -> either(entry, "organization", "autonomous_system_organization");
      case "carrier_organization" -> either(entry, "isp", "autonomous_system_organization");
      default -> throw new IllegalStateException("no column of a file: " + column);
    };
  }

  private static @Nullable Object either(Object entry, String first, String second) {
    Object value = at(entry, first);
    return value == null ? at(entry, second) : value;
  }

  /** What stands under these keys; of a list the first item counts, which is the largest area. */
  private static @Nullable Object at(Object entry, String... keys) {
    Object value = entry;
    for (String key : keys) {
      Object map = value instanceof List<?> list && !list.isEmpty() ? list.getFirst() : value;
      value = map instanceof Map<?, ?> members ? members.get(key) : null;
      if (value == null) {
        return null;
      }
    }
    return value;
  }
}
