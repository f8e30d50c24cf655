package dev.tailwater.query.operator;

import java.util.List;

/** The operators there are. A stage that is none of them computes a field. */
public final class Operators {
  /** All of them; where two share a name the first that recognises the stage reads it. */
  public static final List<OperatorSyntax> ALL =
      List.of(
          ParseRegex.SYNTAX,
          ParseXml.SYNTAX,
          ParseAnchor.SYNTAX,
          JsonAuto.SYNTAX,
          Json.SYNTAX,
          KeyValueAuto.SYNTAX,
          KeyValue.SYNTAX,
          Split.CSV,
          Split.SYNTAX,
          Where.SYNTAX,
          Fields.SYNTAX,
          Limit.SYNTAX,
          Sort.SYNTAX,
          Top.SYNTAX,
          TopK.SYNTAX,
          Dedup.SYNTAX,
          Timeslice.SYNTAX,
          Transpose.SYNTAX,
          FillMissing.SYNTAX,
          Bin.SYNTAX,
          Accum.SYNTAX,
          Total.SYNTAX,
          Diff.SYNTAX,
          Backshift.SYNTAX,
          Smooth.SYNTAX,
          RollingStd.SYNTAX,
          Outlier.SYNTAX,
          Predict.SYNTAX,
          CountFrequent.SYNTAX,
          WithTime.SYNTAX,
          AggregateRows.SYNTAX,
          Filter.SYNTAX,
          Compare.SYNTAX,
          Join.SYNTAX,
          Lookup.SYNTAX,
          Save.SYNTAX,
          Cat.SYNTAX,
          GeoIp.SYNTAX,
          Merge.SYNTAX,
          Transactionize.SYNTAX,
          Transaction.SYNTAX,
          Sessionize.SYNTAX,
          Trace.SYNTAX,
          LogReduceKeys.SYNTAX,
          LogReduceValues.SYNTAX,
          LogReduce.SYNTAX,
          LogCompare.SYNTAX,
          LogExplain.SYNTAX);

  private Operators() {}
}
