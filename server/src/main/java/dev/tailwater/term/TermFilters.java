package dev.tailwater.term;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.puffin.Blob;
import org.apache.iceberg.puffin.BlobMetadata;
import org.apache.iceberg.puffin.Puffin;
import org.apache.iceberg.puffin.PuffinReader;
import org.apache.iceberg.puffin.PuffinWriter;

/**
 * The term filters of a data file, one for each block of its rows, in a Puffin file beside it;
 * their bytes are described in {@code docs/term-filters.md}. They are mapped, not read, so that
 * they take no heap. Immutable.
 */
public final class TermFilters {
  private static final String BLOB_TYPE = "tailwater-term-filters-v2";
  private static final String CHECKSUM = "crc32c";
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int HEADER_BYTES = 4;
  private static final int BLOCK_BYTES = 16;

  private final List<Block> blocks;

  private record Block(long firstRow, int rows, MemorySegment filter) {}

  private TermFilters(List<Block> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * The rows of the file that can be what is required: few ranges, in order, whole blocks. Empty
   * where no row can.
   */
  public List<RowRange> rows(RequiredTerms required) {
    List<RowRange> ranges = new ArrayList<>();
    for (Block block : blocks) {
      MemorySegment filter = block.filter();
      if (!required.mayBeIn(term -> BinaryFuseFilter.mayHold(filter, TermSet.usable(term)))) {
        continue;
      }
      long end = block.firstRow() + block.rows();
      if (!ranges.isEmpty() && ranges.getLast().to() == block.firstRow()) {
        ranges.set(ranges.size() - 1, new RowRange(ranges.getLast().from(), end));
      } else {
        ranges.add(new RowRange(block.firstRow(), end));
      }
    }
    return ranges;
  }

  /** How many rows the file has. */
  public long rowCount() {
    return blocks.isEmpty() ? 0 : blocks.getLast().firstRow() + blocks.getLast().rows();
  }

  /**
   * Collects the terms of a file. Its rows may come in any order; a block is done, and its memory
   * given back, when all of its rows have come. For one thread.
   */
  public static final class Builder {
    private final long[] firstRows;
    private final int[] missing;
    private final byte[][] filters;
    private final TermSet[] open;
    private final ArrayDeque<TermSet> spare = new ArrayDeque<>();

    // The block of the row before: most rows come in order.
    private int current;

    /**
     * @param blocks the rows of each block, in the order of the file
     */
    public Builder(List<Integer> blocks) {
      firstRows = new long[blocks.size() + 1];
      missing = new int[blocks.size()];
      filters = new byte[blocks.size()][];
      open = new TermSet[blocks.size()];
      for (int i = 0; i < missing.length; i++) {
        missing[i] = blocks.get(i);
        firstRows[i + 1] = firstRows[i] + missing[i];
      }
    }

    /**
     * Adds a row's text; see {@link Terms#each}.
     *
     * @param row its place in the file, from 0
     * @throws IllegalArgumentException when the file has no such row, or the row came before
     */
    public void add(long row, byte[] utf8, int from, int to) {
      if (row < firstRows[current] || row >= firstRows[current + 1]) {
        current = blockOf(row);
      }
      if (missing[current] == 0) {
        throw new IllegalArgumentException("row " + row + " is of a block that is done");
      }
      TermSet terms = open[current];
      if (terms == null) {
        terms = spare.isEmpty() ? new TermSet() : spare.pop();
        open[current] = terms;
      }
      Terms.each(utf8, from, to, terms::add);
      missing[current]--;
      if (missing[current] == 0) {
        filters[current] = BinaryFuseFilter.build(terms.toArray());
        terms.clear();
        spare.push(terms);
        open[current] = null;
      }
    }

    private int blockOf(long row) {
      int found = Arrays.binarySearch(firstRows, row);
      int block = found >= 0 ? found : -found - 2;
      if (block < 0 || block >= missing.length) {
        throw new IllegalArgumentException(
            "the file has " + firstRows[missing.length] + " rows, found one at " + row);
      }
      return block;
    }

    /**
     * Writes the filters.
     *
     * @param column the field id of the column that the texts are of
     * @throws IllegalStateException when rows have not come
     */
    public void write(OutputFile file, int column) throws IOException {
      for (int i = 0; i < missing.length; i++) {
        if (missing[i] > 0) {
          long rows = firstRows[i + 1] - firstRows[i];
          throw new IllegalStateException(
              "expected %d rows in block %d, found %d".formatted(rows, i, rows - missing[i]));
        }
      }
      byte[] bytes = bytes();
      try (PuffinWriter writer = Puffin.write(file).createdBy("Tailwater").build()) {
        writer.write(
            new Blob(
                BLOB_TYPE,
                List.of(column),
                -1,
                -1,
                ByteBuffer.wrap(bytes),
                null,
                Map.of(CHECKSUM, Long.toHexString(checksum(ByteBuffer.wrap(bytes))))));
      }
    }

    private byte[] bytes() {
      int table = HEADER_BYTES + filters.length * BLOCK_BYTES;
      int size = table + Arrays.stream(filters).mapToInt(filter -> filter.length).sum();
      ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
      out.putInt(filters.length);
      int end = table;
      for (int i = 0; i < filters.length; i++) {
        end += filters[i].length;
        out.putLong(firstRows[i]).putInt((int) (firstRows[i + 1] - firstRows[i])).putInt(end);
      }
      for (byte[] filter : filters) {
        out.put(filter);
      }
      return out.array();
    }
  }

  /**
   * Opens the filters of a file.
   *
   * @param file where they are
   * @param input the same file, for its footer
   * @return empty when it holds something else, or is damaged
   */
  public static Optional<TermFilters> open(Path file, InputFile input) throws IOException {
    try (PuffinReader reader = Puffin.read(input).build()) {
      for (BlobMetadata blob : reader.fileMetadata().blobs()) {
        if (blob.type().equals(BLOB_TYPE) && blob.compressionCodec() == null) {
          return read(map(file, blob), blob.properties().getOrDefault(CHECKSUM, ""));
        }
      }
      return Optional.empty();
    } catch (RuntimeException e) {
      // The footer has no checksum: the reader follows what is damaged until something fails.
      return Optional.empty();
    }
  }

  private static MemorySegment map(Path file, BlobMetadata blob) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return channel.map(MapMode.READ_ONLY, blob.offset(), blob.length(), Arena.ofAuto());
    }
  }

  private static Optional<TermFilters> read(MemorySegment bytes, String checksum) {
    if (!checksum.equals(Long.toHexString(checksum(bytes.asByteBuffer())))) {
      return Optional.empty();
    }
    int count = bytes.get(INT, 0);
    List<Block> blocks = new ArrayList<>();
    int start = HEADER_BYTES + count * BLOCK_BYTES;
    for (int i = 0; i < count; i++) {
      long at = HEADER_BYTES + (long) i * BLOCK_BYTES;
      int end = bytes.get(INT, at + 12);
      MemorySegment filter = bytes.asSlice(start, end - start);
      blocks.add(new Block(bytes.get(LONG, at), bytes.get(INT, at + 8), filter));
      start = end;
    }
    return Optional.of(new TermFilters(blocks));
  }

  private static long checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    return checksum.getValue();
  }
}
