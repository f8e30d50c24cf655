package dev.tailwater.query.pattern;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups lines of the same form into signatures, one line at a time.
 *
 * <p>The algorithm is Drain (He, Zhu, Zheng, Lyu: <i>Drain: An Online Log Parsing Approach with
 * Fixed Depth Tree</i>, 2017). A tree of fixed depth leads a line to a few signatures: by how many
 * tokens it has, by program and process type of its syslog header, by its first word. There it
 * joins the most similar one if at least half of its tokens agree, and those that do not become
 * variables; else it starts one of its own. What it does depends on nothing but the lines and their
 * order.
 *
 * <p>Different from the paper: numbers agree with numbers, whatever they are, and words that tell a
 * severity must agree, so that errors are never summed up with the rest. Both the branches of the
 * tree and the signatures are bounded; what is left over is {@link #OTHERS}.
 *
 * <p>For one thread.
 */
public final class SignatureTree {
  /** The signature of lines that are like no other when there is no room for new ones. */
  public static final String OTHERS = "Others";

  private static final int MOST_SIGNATURES = 10_000;
  private static final int MOST_BRANCHES = 100;
  private static final int MOST_IN_A_LEAF = 100;
  private static final double SIMILAR = 0.5;
  private static final int OTHERS_ID = 0;
  private static final String ANY = "*";

  private final Node root = new Node();
  private final List<Signature> signatures = new ArrayList<>();

  /** A place in the tree: branches below it, or signatures. */
  private static final class Node {
    private final Map<String, Node> branches = new HashMap<>();
    private final List<Integer> signatures = new ArrayList<>();

    Node branch(String key) {
      boolean full = branches.size() >= MOST_BRANCHES && !branches.containsKey(key);
      return branches.computeIfAbsent(full ? ANY : key, any -> new Node());
    }
  }

  /**
   * Adds a line.
   *
   * @return the number of its signature, for {@link #texts}
   */
  public int add(String text) {
    Line line = Line.of(text);
    Node leaf = root;
    for (String key : line.path()) {
      leaf = leaf.branch(key);
    }
    int best = OTHERS_ID;
    double bestSimilarity = -1;
    for (int id : leaf.signatures) {
      double similarity = signature(id).similarity(line);
      if (similarity > bestSimilarity) {
        best = id;
        bestSimilarity = similarity;
      }
    }
    if (bestSimilarity >= SIMILAR) {
      signature(best).add(line);
      return best;
    }
    if (leaf.signatures.size() == MOST_IN_A_LEAF || signatures.size() == MOST_SIGNATURES) {
      return OTHERS_ID;
    }
    signatures.add(new Signature(line));
    leaf.signatures.add(signatures.size());
    return signatures.size();
  }

  private Signature signature(int id) {
    return signatures.get(id - 1);
  }

  /**
   * The signatures by their numbers, variables shown as {@code *}. Two that differed at first may
   * have become the same.
   */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.add(OTHERS);
    signatures.forEach(signature -> texts.add(signature.text()));
    return texts;
  }
}
