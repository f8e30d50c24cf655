package dev.tailwater.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the table and the hot generations hold at one instant.
 *
 * @param files the files of the table
 * @param sizes their sums
 * @param sealed generations that wait for their flush, oldest first
 * @param open the generation that takes rows
 */
record View(List<DataFileInfo> files, FileSizes sizes, List<Generation> sealed, Generation open) {

  static View of(Collection<DataFileInfo> files, Generation open) {
    return new View(List.copyOf(files), FileSizes.of(files), List.of(), open);
  }

  Stream<Generation> generations() {
    return Stream.concat(sealed.stream(), Stream.of(open));
  }

  /** The open generation waits for its flush, another one takes rows. */
  View sealed(Generation next) {
    return new View(files, sizes, Stream.concat(sealed.stream(), Stream.of(open)).toList(), next);
  }

  /** Files take the place of a sealed generation. */
  View flushed(Generation generation, List<DataFileInfo> written) {
    List<Generation> rest = sealed.stream().filter(other -> other != generation).toList();
    return new View(
        Stream.concat(files.stream(), written.stream()).toList(),
        sizes.plus(FileSizes.of(written)),
        rest,
        open);
  }

  /** Files take the place of files; none may take the place of some. */
  View replaced(Collection<DataFileInfo> inputs, Collection<DataFileInfo> outputs) {
    Set<DataFileInfo> gone = new HashSet<>(inputs);
    List<DataFileInfo> now = new ArrayList<>(files);
    now.removeIf(gone::contains);
    now.addAll(outputs);
    return new View(List.copyOf(now), FileSizes.of(now), sealed, open);
  }
}
