package dev.tailwater.store;

import dev.tailwater.record.RecordBatch;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** Gives a batch to DuckDB as an Arrow stream of one element. The batch stays the caller's. */
final class SingleBatchReader extends ArrowReader {
  private final RecordBatch batch;
  private boolean given;

  SingleBatchReader(BufferAllocator allocator, RecordBatch batch) {
    super(allocator);
    this.batch = batch;
  }

  @Override
  public VectorSchemaRoot getVectorSchemaRoot() {
    return batch.root();
  }

  @Override
  public boolean loadNextBatch() {
    boolean first = !given;
    given = true;
    return first;
  }

  @Override
  public long bytesRead() {
    return batch.bytes();
  }

  @Override
  protected void closeReadSource() {}

  @Override
  protected Schema readSchema() {
    return RecordBatch.SCHEMA;
  }
}
