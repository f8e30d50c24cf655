package dev.tailwater.query.operator;

import dev.tailwater.query.syntax.Cursor;
import java.util.List;

/** Reads stages. Operators that hold other stages get one, so that none has to know them all. */
interface StageParser {
  /** Stages separated by pipes, up to what ends the last one; at least one. */
  List<Operator> stages(Cursor cursor);
}
