package dev.tailwater.savedlog;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

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
    Counted counted = new Counted(file.equals("-") ? System.in : openFile(file));
    try {
      return new Content(counted, decompressed(counted, file));
    } catch (IOException e) {
      counted.close();
      throw e;
    }
  }

  private static InputStream openFile(String file) throws IOException {
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw notAFile(file, "a folder: name the files in it");
    }
    return Files.newInputStream(path);
  }

  private static IOException notAFile(String file, String found) {
    return new IOException("expected a saved log at %s, found %s".formatted(file, found));
  }

  /** Bytes of a file on disk; -1 for standard input. */
  static long size(String file) throws IOException {
    if (file.equals("-")) {
      return -1;
    }
    try {
      return Files.size(Path.of(file));
    } catch (NoSuchFileException e) {
      throw notAFile(file, "nothing");
    }
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
      try {
        return new Decompressed(new GZIPInputStream(in, BUFFER_BYTES), file, "gzip");
      } catch (ZipException | EOFException e) {
        throw damaged(file, "gzip", 0, e);
      }
    }
    if (begins(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
      return new Decompressed(new ZstdInputStream(in), file, "zstd");
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

  private static IOException damaged(String file, String compression, long bytes, Exception cause) {
    String why = cause.getMessage() == null ? "it ends early" : cause.getMessage();
    return new IOException(
        "%s is cut or damaged: expected more of %s after %d decompressed bytes, found none (%s); get it whole"
            .formatted(file, compression, bytes, why),
        cause);
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

  /** Says of damage which file it is in, and where. */
  private static final class Decompressed extends FilterInputStream {
    private final String file;
    private final String compression;
    private long bytes;

    Decompressed(InputStream in, String file, String compression) {
      super(in);
      this.file = file;
      this.compression = compression;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        int read = super.read(into, offset, length);
        bytes += Math.max(read, 0);
        return read;
      } catch (ZipException | EOFException | MalformedInputException e) {
        throw damaged(file, compression, bytes, e);
      } catch (IOException e) {
        // The library for Zstandard has no type of its own for input that ends early.
        throw compression.equals("zstd") ? damaged(file, compression, bytes, e) : e;
      }
    }
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
