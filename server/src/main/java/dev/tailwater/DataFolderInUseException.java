package dev.tailwater;

import java.io.IOException;
import java.nio.file.Path;

/** Another process uses the data folder. */
public final class DataFolderInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  DataFolderInUseException(Path data) {
    super(
        "another Tailwater uses the data folder "
            + data
            + ": stop it, or give this one another folder with --data");
  }
}
