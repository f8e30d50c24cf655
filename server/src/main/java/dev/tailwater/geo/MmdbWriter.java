package dev.tailwater.geo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes small files in MaxMind DB format: a binary tree over the bits of addresses, with records
 * of 24 bits, and a section of data that its leaves point into. Addresses of version 4 lie under 96
 * bits of zero. For one thread.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">the format</a>
 */
public final class MmdbWriter {
  private static final int EMPTY = -1;
  private static final int ADDRESS_BITS = 128;
  private static final int SEPARATOR_BYTES = 16;

  /** From this size on the size has a byte of its own, up to 255 more. */
  private static final int LONG_SIZE = 29;

  /** Two records a node: another node, {@link #EMPTY}, or -2 minus a place in the data. */
  private final List<int[]> nodes = new ArrayList<>();

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final String type;
  private final String description;

  /**
   * Begins a file that knows nothing.
   *
   * @param type the name of its kind, such as {@code Sample-City}
   * @param description what it is, in English
   */
  public MmdbWriter(String type, String description) {
    this.type = type;
    this.description = description;
    nodes.add(new int[] {EMPTY, EMPTY});
  }

  /**
   * Says something of a network such as {@code 203.0.113.0/24}, of which nothing was said before.
   *
   * @param entry texts, numbers, lists and maps of these
   * @throws IllegalArgumentException when it is no network, or a value is of another type
   */
  public MmdbWriter put(String network, Map<String, ?> entry) {
    int slash = network.indexOf('/');
    byte[] address = InetAddress.ofLiteral(network.substring(0, slash)).getAddress();
    byte[] bits = new byte[ADDRESS_BITS / 8];
    System.arraycopy(address, 0, bits, bits.length - address.length, address.length);
    int length = ADDRESS_BITS - 8 * address.length + Integer.parseInt(network.substring(slash + 1));
    int node = 0;
    for (int i = 0; i < length - 1; i++) {
      int side = bit(bits, i);
      if (nodes.get(node)[side] == EMPTY) {
        nodes.get(node)[side] = nodes.size();
        nodes.add(new int[] {EMPTY, EMPTY});
      }
      node = nodes.get(node)[side];
    }
    nodes.get(node)[bit(bits, length - 1)] = -2 - data.size();
    write(data, entry);
    return this;
  }

  /** Writes the file, and gives it back. */
  public Path write(Path file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      for (int record : node) {
        int value =
            record == EMPTY
                ? nodes.size()
                : record < EMPTY ? nodes.size() + SEPARATOR_BYTES - 2 - record : record;
        out.write(value >> 16);
        out.write(value >> 8);
        out.write(value);
      }
    }
    out.writeBytes(new byte[SEPARATOR_BYTES]);
    out.writeBytes(data.toByteArray());
    out.writeBytes(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
    out.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
    write(
        out,
        Map.of(
            "node_count",
            nodes.size(),
            "record_size",
            (short) 24,
            "ip_version",
            (short) 6,
            "database_type",
            type,
            "languages",
            List.of("en"),
            "binary_format_major_version",
            (short) 2,
            "binary_format_minor_version",
            (short) 0,
            "build_epoch",
            1_700_000_000L,
            "description",
            Map.of("en", description)));
    return Files.write(file, out.toByteArray());
  }

  private static int bit(byte[] bits, int i) {
    return (bits[i / 8] >> (7 - i % 8)) & 1;
  }

  private static void write(ByteArrayOutputStream out, Object value) {
    switch (value) {
      case String text -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        control(out, 2, bytes.length);
        out.writeBytes(bytes);
      }
      case Double number -> {
        control(out, 3, Double.BYTES);
        out.writeBytes(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      }
      case Short number -> {
        control(out, 5, Short.BYTES);
        out.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort(number).array());
      }
      case Integer number -> {
        control(out, 6, Integer.BYTES);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
      }
      case Map<?, ?> map -> {
        control(out, 7, map.size());
        map.forEach((key, member) -> {
          write(out, key);
          write(out, member);
        });
      }
      case Long number -> {
        control(out, 9, Long.BYTES);
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      }
      case List<?> list -> {
        control(out, 11, list.size());
        list.forEach(item -> write(out, item));
      }
      default -> throw new IllegalArgumentException("no value of the format: " + value);
    }
  }

  /** Three bits of type and five of size; what does not fit there has a byte of its own. */
  private static void control(ByteArrayOutputStream out, int kind, int size) {
    int sizeBits = Math.min(size, LONG_SIZE);
    if (kind <= 7) {
      out.write(kind << 5 | sizeBits);
    } else {
      out.write(sizeBits);
      out.write(kind - 7);
    }
    if (size >= LONG_SIZE) {
      out.write(size - LONG_SIZE);
    }
  }
}
