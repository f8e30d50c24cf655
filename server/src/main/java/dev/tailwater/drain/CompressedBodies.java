package dev.tailwater.drain;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import java.util.Set;

/**
 * Keeps the web server's hands off compressed bodies: it would refuse them, or inflate them without
 * limit. The drain inflates them itself, into memory that it reserved.
 */
public final class CompressedBodies implements ContentEncoding {
  private CompressedBodies() {}

  /** The encodings of a web server that has drain routes. */
  public static ContentEncodingContext untouched() {
    return ContentEncodingContext.builder()
        .contentEncodingsDiscoverServices(false)
        .addContentEncoding(new CompressedBodies())
        .build();
  }

  @Override
  public Set<String> ids() {
    // Also those that the drain refuses: it says better than the web server what it takes.
    return Set.of("gzip", "x-gzip", "deflate", "identity", "br", "zstd", "compress");
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "compressed-bodies";
  }

  @Override
  public String type() {
    return "compressed-bodies";
  }
}
