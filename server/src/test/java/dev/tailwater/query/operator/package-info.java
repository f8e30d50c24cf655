/** Tests of operators by themselves; most are tested by queries in golden files. */
@NullMarked
package dev.tailwater.query.operator;

import org.jspecify.annotations.NullMarked;
