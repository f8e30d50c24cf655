package dev.tailwater.savedlog;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The bytes of a saved log, decompressed when they are compressed with gzip or Zstandard. */
final class Content implements AutoCloseable {
  private static final int BUFFER_BYTES = 256 << 10;
  private static final int MAGIC_BYTES = 6;

  private final Counted counted;
  private final InputStream bytes;

  private Content(Counted counted, InputStream bytes) {
    this.counted = counted;
    this.bytes = bytes;
  }

  /** Opens a file; {@code -} is standard input. */
  static Content open(String file) throws IOException {
    Counted counted =
        new Counted(file.equals("-") ? System.in : Files.newInputStream(Path.of(file)));
    try {
      return new Content(counted, decompressed(counted, file));
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }

  /** Bytes of a file on disk; -1 for standard input. */
  static long size(String file) throws IOException {
    return file.equals("-") ? -1 : Files.size(Path.of(file));
  }

  InputStream bytes() {
    return bytes;
  }

  /** Bytes read so far, before decompression. */
  long read() {
    return counted.count;
  }

  private static InputStream decompressed(InputStream raw, String file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(raw, BUFFER_BYTES);
    in.mark(MAGIC_BYTES);
    byte[] magic = in.readNBytes(MAGIC_BYTES);
    in.reset();
    if (begins(magic, 0x1F, 0x8B)) {
      return new GZIPInputStream(in, BUFFER_BYTES);
    }
    if (begins(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
      return new ZstdInputStream(in);
    }
    String other =
        begins(magic, 'B', 'Z', 'h')
            ? "bzip2 -dc"
            : begins(magic, 0xFD, '7', 'z', 'X', 'Z', 0)
                ? "xz -dc"
                : begins(magic, 'P', 'K', 3, 4) ? "unzip -p" : "";
    if (!other.isEmpty()) {
      throw new IOException(
          "expected text, or text compressed with gzip or zstd, in %s, found another compression:"
                  .formatted(file)
              + " %s %s | tailwater import -".formatted(other, file));
    }
    return in;
  }

  private static boolean begins(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }

  private static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
