package dev.tailwater.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's files on a local disk. What is closed is durable: a commit must not name a file that a
 * power cut can take away. What is deleted stays until nobody reads it.
 */
public final class LocalFileIo implements FileIO {
  private static final long serialVersionUID = 1L;

  private final transient HeldFiles held;

  LocalFileIo(HeldFiles held) {
    this.held = held;
  }

  @Override
  public void initialize(Map<String, String> properties) {}

  @Override
  public InputFile newInputFile(String path) {
    return new LocalInput(path);
  }

  @Override
  public OutputFile newOutputFile(String path) {
    return new LocalOutput(path);
  }

  @Override
  public void deleteFile(String path) {
    held.remove(local(path));
  }

  static Path local(String path) {
    return Path.of(path.startsWith("file:") ? path.substring("file:".length()) : path);
  }

  /** Makes a file that another writer closed durable, name included. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    syncFolder(file);
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private record LocalInput(String location) implements InputFile {
    @Override
    public long getLength() {
      try {
        return Files.size(local(location));
      } catch (NoSuchFileException e) {
        throw new NotFoundException(e, "no file %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot read the size of " + location, e);
      }
    }

    @Override
    public SeekableInputStream newStream() {
      try {
        return new LocalInputStream(FileChannel.open(local(location), StandardOpenOption.READ));
      } catch (NoSuchFileException e) {
        throw new NotFoundException(e, "no file %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot open " + location, e);
      }
    }

    @Override
    public boolean exists() {
      return Files.exists(local(location));
    }
  }

  private record LocalOutput(String location) implements OutputFile {
    @Override
    public PositionOutputStream create() {
      return open(StandardOpenOption.CREATE_NEW);
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
      return open(StandardOpenOption.CREATE);
    }

    private PositionOutputStream open(OpenOption create) {
      Path file = local(location);
      try {
        Path folder = file.getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        return new LocalOutputStream(
            file,
            FileChannel.open(
                file, create, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
      } catch (FileAlreadyExistsException e) {
        throw new AlreadyExistsException(e, "there is already a file %s", location);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot create " + location, e);
      }
    }

    @Override
    public InputFile toInputFile() {
      return new LocalInput(location);
    }
  }

  private static final class LocalInputStream extends SeekableInputStream {
    private final FileChannel channel;

    LocalInputStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long getPos() throws IOException {
      return channel.position();
    }

    @Override
    public void seek(long position) throws IOException {
      channel.position(position);
    }

    @Override
    public int read() throws IOException {
      ByteBuffer one = ByteBuffer.allocate(1);
      return channel.read(one) < 0 ? -1 : one.get(0) & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return channel.read(ByteBuffer.wrap(into, offset, length));
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static final class LocalOutputStream extends PositionOutputStream {
    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    // Iceberg asks for the position after closing, too.
    private long position;

    LocalOutputStream(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
      this.out = Channels.newOutputStream(channel);
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      out.write(from, offset, length);
      position += length;
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        channel.force(true);
        channel.close();
        syncFolder(file);
      }
    }
  }
}
