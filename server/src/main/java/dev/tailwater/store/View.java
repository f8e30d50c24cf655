package dev.tailwater.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the table and the hot generations hold at one instant.
 *
 * @param files the files of the table
 * @param sizes their sums
 * @param sealed generations that wait for their flush, oldest first
 * @param open the generation that takes rows
 * @param origins of files that were merged since the start, without loss: those they were made of
 */
record View(
    List<DataFileInfo> files,
    FileSizes sizes,
    List<Generation> sealed,
    Generation open,
    Map<Path, List<Path>> origins) {

  static View of(Collection<DataFileInfo> files, Generation open) {
    return new View(List.copyOf(files), FileSizes.of(files), List.of(), open, Map.of());
  }

  Stream<Generation> generations() {
    return Stream.concat(sealed.stream(), Stream.of(open));
  }

  /** The open generation waits for its flush, another one takes rows. */
  View sealed(Generation next) {
    List<Generation> waiting = Stream.concat(sealed.stream(), Stream.of(open)).toList();
    return new View(files, sizes, waiting, next, origins);
  }

  /** Files take the place of a sealed generation. */
  View flushed(Generation generation, List<DataFileInfo> written) {
    List<Generation> rest = sealed.stream().filter(other -> other != generation).toList();
    return new View(
        Stream.concat(files.stream(), written.stream()).toList(),
        sizes.plus(FileSizes.of(written)),
        rest,
        open,
        origins);
  }

  /**
   * Files take the place of files; none may take the place of some.
   *
   * @param sameRows whether the outputs hold the rows of the inputs, all of them
   */
  View replaced(
      Collection<DataFileInfo> inputs, Collection<DataFileInfo> outputs, boolean sameRows) {
    Set<DataFileInfo> gone = new HashSet<>(inputs);
    List<DataFileInfo> now = new ArrayList<>(files);
    now.removeIf(gone::contains);
    now.addAll(outputs);
    Map<Path, List<Path>> known = new HashMap<>(origins);
    inputs.forEach(input -> known.remove(input.path()));
    if (sameRows && outputs.size() == 1) {
      known.put(outputs.iterator().next().path(), inputs.stream().map(DataFileInfo::path).toList());
    }
    return new View(List.copyOf(now), FileSizes.of(now), sealed, open, Map.copyOf(known));
  }
}
