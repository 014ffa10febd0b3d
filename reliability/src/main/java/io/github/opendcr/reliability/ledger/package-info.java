/**
 * What the sample has acknowledged, and whether it still holds.
 */
@NullMarked
package io.github.opendcr.reliability.ledger;

import org.jspecify.annotations.NullMarked;
