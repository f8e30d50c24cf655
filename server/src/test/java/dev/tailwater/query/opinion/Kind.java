package dev.tailwater.query.opinion;

/** What a field or an expression has, beside null. */
enum Kind {
  TEXT,
  /** A number of which every bit is defined. */
  NUMBER,
  /** A number that depends on the order of additions; the queries neither compare nor print it. */
  INEXACT,
  BOOLEAN
}
