package dev.tailwater.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of the {@code logs} table in Arrow vectors, filled row by row: set the cells of the current
 * row, then {@link #endRow()}. A cell that is not set is null. Memory is outside the Java heap
 * until {@link #close()}. For one thread.
 */
public final class RecordBatch implements AutoCloseable {
  /** The Arrow schema of {@link LogColumns#HOT}. */
  public static final Schema SCHEMA =
      new Schema(LogColumns.HOT.stream().map(RecordBatch::arrowField).toList());

  private final VectorSchemaRoot root;
  private final FieldVector[] vectors;
  private int row;
  private long bytes;

  public RecordBatch(BufferAllocator allocator) {
    root = VectorSchemaRoot.create(SCHEMA, allocator);
    vectors = root.getFieldVectors().toArray(FieldVector[]::new);
  }

  /** Rows that were ended. */
  public int rows() {
    return row;
  }

  /** Bytes of text so far: about the memory that the batch holds. */
  public long bytes() {
    return bytes;
  }

  public void set(Column column, long value) {
    switch (vectors[column.id() - 1]) {
      case BigIntVector longs -> longs.setSafe(row, value);
      case TimeStampMicroTZVector times -> times.setSafe(row, value);
      case IntVector ints -> ints.setSafe(row, (int) value);
      default -> throw new IllegalArgumentException(column.name() + " holds no integers");
    }
  }

  public void set(Column column, double value) {
    ((Float8Vector) vectors[column.id() - 1]).setSafe(row, value);
  }

  /** Sets a text; the bytes must be valid UTF-8. */
  public void set(Column column, byte[] utf8, int offset, int length) {
    ((VarCharVector) vectors[column.id() - 1]).setSafe(row, utf8, offset, length);
    bytes += length;
  }

  /** Sets a text; the bytes must be valid UTF-8. */
  public void set(Column column, byte[] utf8) {
    set(column, utf8, 0, utf8.length);
  }

  /** Sets a map of texts, given as UTF-8. */
  public void set(Column column, Map<byte[], byte[]> entries) {
    MapVector map = (MapVector) vectors[column.id() - 1];
    StructVector pairs = (StructVector) map.getDataVector();
    VarCharVector keys = (VarCharVector) pairs.getChildByOrdinal(0);
    VarCharVector values = (VarCharVector) pairs.getChildByOrdinal(1);
    int at = map.startNewValue(row);
    for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
      pairs.setIndexDefined(at);
      keys.setSafe(at, entry.getKey());
      values.setSafe(at, entry.getValue());
      bytes += entry.getKey().length + entry.getValue().length;
      at++;
    }
    map.endValue(row, entries.size());
  }

  /** Whether the current row has a value in a column. */
  public boolean isSet(Column column) {
    FieldVector vector = vectors[column.id() - 1];
    return row < vector.getValueCapacity()
        && BitVectorHelper.get(vector.getValidityBuffer(), row) == 1;
  }

  /** Ends the current row and begins the next one. */
  public void endRow() {
    row++;
  }

  /**
   * Takes all rows out and keeps the memory, for as many rows again: asking for memory little by
   * little, copying what was there and having the system clear it takes as long as filling it. Who
   * was given {@link #root} must be done with it.
   */
  public void clear() {
    for (FieldVector vector : vectors) {
      switch (vector) {
        case BaseFixedWidthVector numbers -> clear(numbers.getValidityBuffer());
        case BaseVariableWidthVector texts -> {
          clear(texts.getValidityBuffer());
          texts.setLastSet(-1);
        }
        default -> vector.reset();
      }
      vector.setValueCount(0);
    }
    row = 0;
    bytes = 0;
  }

  private static void clear(ArrowBuf validity) {
    validity.setZero(0, validity.capacity());
  }

  /** The rows as an Arrow root, owned by this batch. */
  public VectorSchemaRoot root() {
    root.setRowCount(row);
    return root;
  }

  @Override
  public void close() {
    root.close();
  }

  private static Field arrowField(Column column) {
    return switch (column.type()) {
      case STRING -> field(column, new ArrowType.Utf8());
      case INT -> field(column, new ArrowType.Int(32, true));
      case LONG -> field(column, new ArrowType.Int(64, true));
      case DOUBLE -> field(column, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      case TIMESTAMP -> field(column, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
      case MAP -> {
        List<Field> pair = new ArrayList<>();
        pair.add(new Field("key", FieldType.notNullable(new ArrowType.Utf8()), null));
        pair.add(new Field("value", FieldType.nullable(new ArrowType.Utf8()), null));
        Field entries = new Field("entries", FieldType.notNullable(new ArrowType.Struct()), pair);
        yield new Field(
            column.name(), FieldType.nullable(new ArrowType.Map(false)), List.of(entries));
      }
    };
  }

  private static Field field(Column column, ArrowType type) {
    return new Field(column.name(), FieldType.nullable(type), null);
  }
}
